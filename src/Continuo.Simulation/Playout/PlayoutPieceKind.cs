namespace Continuo.Simulation.Playout;

/// <summary>Origin of a piece of the output.</summary>
public enum PlayoutPieceKind
{
    /// <summary>From packets, possibly stretched or shortened.</summary>
    Played,

    /// <summary>Concealed, because the audio is missing or late.</summary>
    Concealed,

    /// <summary>Expected silence: before the first packet, or during a pause of the sender.</summary>
    Pause,

    /// <summary>Not heard: frames of the sender that were skipped without time-scaling.</summary>
    Skipped,
}

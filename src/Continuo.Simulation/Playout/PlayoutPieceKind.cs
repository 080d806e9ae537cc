namespace Continuo.Simulation.Playout;

/// <summary>Origin of a piece of the output.</summary>
public enum PlayoutPieceKind
{
    /// <summary>From packets, perhaps stretched or shortened.</summary>
    Played,

    /// <summary>Made up, because what belongs there is missing or late.</summary>
    Concealed,

    /// <summary>Expected silence: before the first packet, or during a pause of the sender.</summary>
    Pause,

    /// <summary>Nothing is heard: frames of the sender's that were left out, without time-scaling.</summary>
    Skipped,
}

namespace Continuo.Simulation.Playout;

/// <summary>Where a piece of what is heard comes from.</summary>
public enum PlayoutPieceKind
{
    /// <summary>From packets, perhaps stretched or shortened.</summary>
    Played,

    /// <summary>Made up, because what belongs there is missing or late.</summary>
    Concealed,

    /// <summary>Silence that is due: before the first packet, or where the sender says that it is silent.</summary>
    Pause,

    /// <summary>Nothing is heard: frames of the sender's that were left out, without time-scaling.</summary>
    Skipped,
}

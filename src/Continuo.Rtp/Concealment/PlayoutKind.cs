namespace Continuo.Rtp.Concealment;

/// <summary>Where a piece of what is heard comes from.</summary>
public enum PlayoutKind
{
    /// <summary>From packets, perhaps shortened or stretched.</summary>
    Played,

    /// <summary>Made up, because what belongs there is missing or late.</summary>
    Concealed,

    /// <summary>Silence that is due: before the first packet, or where the sender left time out.</summary>
    Silent,

    /// <summary>Nothing is heard: the sender's frames that were left out to make up for made-up ones before, or for too long a lag.</summary>
    Skipped,
}

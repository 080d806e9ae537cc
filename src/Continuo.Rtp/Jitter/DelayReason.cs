namespace Continuo.Rtp.Jitter;

/// <summary>Why the target delay is what it is.</summary>
public enum DelayReason
{
    /// <summary>Nothing is known of the network yet.</summary>
    Start,

    /// <summary>It is fixed by the options.</summary>
    Fixed,

    /// <summary>It is the least that is allowed.</summary>
    Minimum,

    /// <summary>It is the most that is allowed, though the network would need more.</summary>
    Maximum,

    /// <summary>Packets are as late as that often enough.</summary>
    Jitter,

    /// <summary>Packets are lost often enough for their copies in later packets to be waited for.</summary>
    Redundancy,
}

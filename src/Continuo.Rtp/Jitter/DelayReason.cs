namespace Continuo.Rtp.Jitter;

/// <summary>Reason for the target delay.</summary>
internal enum DelayReason
{
    /// <summary>Start value: no packets have been measured yet.</summary>
    Start,

    /// <summary>Fixed by the options.</summary>
    Fixed,

    /// <summary>Limited by <see cref="JitterBufferOptions.MinDelay"/>.</summary>
    Minimum,

    /// <summary>Limited by <see cref="JitterBufferOptions.MaxDelay"/>; the network would need more.</summary>
    Maximum,

    /// <summary>Set by the measured packet delays.</summary>
    Jitter,

    /// <summary>Set by packet loss: long enough to use redundant copies in later packets.</summary>
    Redundancy,
}

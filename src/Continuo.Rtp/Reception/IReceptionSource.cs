namespace Continuo.Rtp.Reception;

/// <summary>A source whose audio comes through a jitter buffer.</summary>
internal interface IReceptionSource
{
    /// <summary>
    /// Statistics of the sender that is heard now; <see langword="null"/> before its first packets. Thread-safe; allocates.
    /// </summary>
    RtpStreamStatistics? Reception { get; }
}

namespace Continuo.Rtp.Jitter;

/// <summary>Counters of a jitter buffer. Written by the consumer's thread.</summary>
internal struct JitterCounters
{
    public long ReceivedPackets;
    public long PlayedPackets;
    public long DuplicatePackets;
    public long SparePackets;
    public long LatePackets;
    public long ReorderedPackets;
    public long MalformedPackets;
    public long ImplausiblePackets;
    public long DiscardedPackets;
    public long OverflowPackets;
    public long SkippedPackets;
    public long TimestampJumps;
    public long Restarts;

    public long MediaFrames;
    public long PlayedFrames;
    public long RedundantFrames;
    public long RecoveredFrames;
    public long ConcealedFrames;
    public long CoveredFrames;
    public long SkippedFrames;
    public long PausedFrames;

    public long OutputFrames;
    public long HeldFrames;
    public long SilentFrames;
    public long StretchedFrames;
    public long ShortenedFrames;
    public long LateFrames;
}

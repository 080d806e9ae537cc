namespace Continuo.Rtp.Latency;

/// <summary>When the first frame of a packet passed each stage, in nanoseconds of one clock; 0 if it has not.</summary>
internal struct PathTimes
{
    /// <summary>Captured.</summary>
    public long Captured;

    /// <summary>Its chunk was written to the ring.</summary>
    public long Committed;

    /// <summary>Its chunk was read from the ring.</summary>
    public long Taken;

    /// <summary>Passed to the socket.</summary>
    public long Sent;

    /// <summary>Received by the system.</summary>
    public long Arrived;

    /// <summary>Due in a read from the jitter buffer, before decoding.</summary>
    public long Read;

    /// <summary>Decoded.</summary>
    public long Decoded;

    /// <summary>Heard.</summary>
    public long Heard;

    /// <summary>Whether it has passed all stages.</summary>
    public readonly bool IsComplete =>
        Captured != 0 && Committed != 0 && Taken != 0 && Sent != 0 && Arrived != 0 && Read != 0 && Heard != 0;
}

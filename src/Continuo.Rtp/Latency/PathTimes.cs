namespace Continuo.Rtp.Latency;

/// <summary>When the first frame of a packet passed each stage of its way, in nanoseconds of one clock; 0 where it has not been.</summary>
internal struct PathTimes
{
    /// <summary>Captured.</summary>
    public long Captured;

    /// <summary>Written to the ring, with the chunk it is in.</summary>
    public long Committed;

    /// <summary>Taken from the ring.</summary>
    public long Taken;

    /// <summary>Given to the socket.</summary>
    public long Sent;

    /// <summary>Received by the system.</summary>
    public long Arrived;

    /// <summary>Its turn came in what was read from the jitter buffer, before that was decoded.</summary>
    public long Read;

    /// <summary>Decoded.</summary>
    public long Decoded;

    /// <summary>Heard.</summary>
    public long Heard;

    /// <summary>Whether it has come to the end.</summary>
    public readonly bool IsComplete => Captured != 0 && Committed != 0 && Taken != 0 && Sent != 0 && Arrived != 0 && Read != 0 && Heard != 0;
}

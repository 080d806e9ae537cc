namespace Continuo.Rtp.Packets;

/// <summary>A packet of audio before it gets a wire's framing. Its payload lives as long as the call it is handed over in.</summary>
internal readonly ref struct OutgoingPacket
{
    /// <summary>Its number, from 0: one more than that of the packet sent before.</summary>
    public long Sequence { get; init; }

    /// <summary>The position of its first frame on the timeline, in frames since the start, gaps included.</summary>
    public long MediaTime { get; init; }

    /// <summary>When its first frame was captured, in nanoseconds of the source's monotonic clock; −1 if unknown.</summary>
    public long CaptureTime { get; init; }

    /// <summary>How many frames it holds.</summary>
    public int Frames { get; init; }

    /// <summary>Whether it does not continue the packet sent before: the first of all, after a gap, and after a pause of discontinuous transmission.</summary>
    public bool IsFirst { get; init; }

    /// <summary>The encoded audio.</summary>
    public ReadOnlySpan<byte> Payload { get; init; }
}

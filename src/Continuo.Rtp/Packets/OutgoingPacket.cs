namespace Continuo.Rtp.Packets;

/// <summary>An encoded audio packet before it gets a header. The payload is valid only during the call that passes it.</summary>
internal readonly ref struct OutgoingPacket
{
    /// <summary>Sequence number, starting at 0; increases by 1 with each packet sent.</summary>
    public long Sequence { get; init; }

    /// <summary>Position of the first frame, in frames since the start, gaps included.</summary>
    public long MediaTime { get; init; }

    /// <summary>Capture time of the first frame, in nanoseconds of the source's monotonic clock; −1 if unknown.</summary>
    public long CaptureTime { get; init; }

    /// <summary>Number of frames.</summary>
    public int Frames { get; init; }

    /// <summary>
    /// Whether a new run of audio starts here: at the start, after a gap, or after a pause of discontinuous transmission.
    /// </summary>
    public bool IsFirst { get; init; }

    /// <summary>The encoded audio.</summary>
    public ReadOnlySpan<byte> Payload { get; init; }
}

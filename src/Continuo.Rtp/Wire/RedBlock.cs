using Continuo.Diagnostics;

namespace Continuo.Rtp.Wire;

/// <summary>A block of a redundant payload (RFC 2198, section 3). Valid as long as the payload. Real-time-safe.</summary>
[RealTime]
internal readonly ref struct RedBlock
{
    internal RedBlock(byte payloadType, int offset, int age, ReadOnlySpan<byte> payload)
    {
        PayloadType = payloadType;
        TimestampOffset = offset;
        Age = age;
        Payload = payload;
    }

    /// <summary>Payload type of the block.</summary>
    public byte PayloadType { get; }

    /// <summary>Timestamp offset: how much earlier than the packet the block is; 0 for the primary block.</summary>
    public int TimestampOffset { get; }

    /// <summary>
    /// Number of blocks after this one; 0 for the primary block, which is last. Normally the number of packets since it was first sent.
    /// </summary>
    public int Age { get; }

    /// <summary>The encoded audio.</summary>
    public ReadOnlySpan<byte> Payload { get; }
}

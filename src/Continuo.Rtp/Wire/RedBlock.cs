using Continuo.Diagnostics;

namespace Continuo.Rtp.Wire;

/// <summary>One block of a redundant payload (RFC 2198, 3). Lives as long as the payload. Real-time-safe.</summary>
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

    /// <summary>What the block is.</summary>
    public byte PayloadType { get; }

    /// <summary>How much earlier than the packet's timestamp its first frame is; 0 in the primary block.</summary>
    public int TimestampOffset { get; }

    /// <summary>How many blocks follow it: 0 in the primary block, the last, and as a rule how many packets ago it was sent first.</summary>
    public int Age { get; }

    /// <summary>The encoded audio.</summary>
    public ReadOnlySpan<byte> Payload { get; }
}

namespace Continuo.Rtp.Packets;

/// <summary>A received audio packet before decoding. Valid as long as its receive buffer.</summary>
/// <param name="sequence">Sequence number, extended beyond 16 bits so that it does not wrap around.</param>
/// <param name="mediaTime">Position of the first frame on the sender's timeline, in frames; does not wrap around.</param>
/// <param name="payload">The encoded audio.</param>
/// <param name="isRedundant">Whether this is a redundant copy from a later packet.</param>
public readonly ref struct IncomingPacket(long sequence, long mediaTime, ReadOnlySpan<byte> payload, bool isRedundant = false)
{
    /// <summary>Sequence number, extended beyond 16 bits so that it does not wrap around.</summary>
    public long Sequence { get; } = sequence;

    /// <summary>Position of the first frame on the sender's timeline, in frames; does not wrap around.</summary>
    public long MediaTime { get; } = mediaTime;

    /// <summary>The encoded audio.</summary>
    public ReadOnlySpan<byte> Payload { get; } = payload;

    /// <summary>Whether this is a redundant copy from a later packet.</summary>
    public bool IsRedundant { get; } = isRedundant;
}

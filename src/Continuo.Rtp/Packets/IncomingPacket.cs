namespace Continuo.Rtp.Packets;

/// <summary>A packet of audio as it came out of a wire's framing, before it is decoded. Lives as long as the buffer it was received in.</summary>
/// <param name="sequence">Its number, unwrapped: it never jumps back by a turn of the 16 bits on the wire.</param>
/// <param name="mediaTime">The position of its first frame on the sender's timeline, in frames, unwrapped.</param>
/// <param name="payload">The encoded audio.</param>
/// <param name="isRedundant">Whether this is a copy that a later packet carried.</param>
public readonly ref struct IncomingPacket(long sequence, long mediaTime, ReadOnlySpan<byte> payload, bool isRedundant = false)
{
    /// <summary>Its number, unwrapped: it never jumps back by a turn of the 16 bits on the wire.</summary>
    public long Sequence { get; } = sequence;

    /// <summary>The position of its first frame on the sender's timeline, in frames, unwrapped.</summary>
    public long MediaTime { get; } = mediaTime;

    /// <summary>The encoded audio.</summary>
    public ReadOnlySpan<byte> Payload { get; } = payload;

    /// <summary>Whether this is a copy that a later packet carried.</summary>
    public bool IsRedundant { get; } = isRedundant;
}

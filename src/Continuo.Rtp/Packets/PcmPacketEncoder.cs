using System.Diagnostics.CodeAnalysis;
using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Rtp.Packets;

/// <summary>Samples in packets as they are.</summary>
/// <param name="encoding">How each sample lies.</param>
/// <param name="format">Any rate and channels.</param>
/// <param name="framesPerPacket">How many frames each payload holds.</param>
internal sealed class PcmPacketEncoder(PcmEncoding encoding, AudioFormat format, int framesPerPacket) : IPacketEncoder
{
    /// <inheritdoc/>
    [RealTime]
    public AudioFormat Format => format;

    /// <inheritdoc/>
    [RealTime]
    public int FramesPerPacket => framesPerPacket;

    /// <inheritdoc/>
    [RealTime]
    public int MaxPayloadBytes => framesPerPacket * format.Channels * PcmWire.BytesOf(encoding);

    /// <inheritdoc/>
    [RealTime]
    public int LookAheadFrames => 0;

    /// <inheritdoc/>
    [RealTime]
    public int Encode(ReadOnlySpan<float> samples, Span<byte> payload)
    {
        if (samples.Length != framesPerPacket * format.Channels) ThrowSize();
        PcmWire.Encode(samples, encoding, payload);
        return samples.Length * PcmWire.BytesOf(encoding);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    [DoesNotReturn]
    private static void ThrowSize() => throw new ArgumentException("A packet takes exactly its number of frames.");
}

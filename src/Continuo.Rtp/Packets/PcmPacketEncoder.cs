using System.Diagnostics.CodeAnalysis;
using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Rtp.Packets;

/// <summary>Encodes uncompressed PCM packets.</summary>
/// <param name="encoding">Sample encoding.</param>
/// <param name="format">Any sample rate and number of channels.</param>
/// <param name="framesPerPacket">Number of frames in each payload.</param>
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
    private static void ThrowSize() => throw new ArgumentException("A packet must contain exactly FramesPerPacket frames.");
}

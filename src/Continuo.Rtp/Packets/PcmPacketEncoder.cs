using System.Diagnostics.CodeAnalysis;
using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Rtp.Packets;

/// <summary>Encodes uncompressed PCM packets.</summary>
/// <param name="encoding">Sample encoding.</param>
/// <param name="format">Any sample rate and number of channels.</param>
/// <param name="framesPerPacket">Number of frames in each payload.</param>
/// <param name="order">Order of the channels in the payload; <see langword="null"/> for that of the format.</param>
internal sealed class PcmPacketEncoder(PcmEncoding encoding, AudioFormat format, int framesPerPacket, ChannelOrder? order = null)
    : IPacketEncoder
{
    private readonly float[] _reordered = order is null or { IsIdentity: true } ? [] : new float[framesPerPacket * format.Channels];

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
        if (_reordered.Length > 0)
        {
            order!.FromLayout(samples, _reordered);
            samples = _reordered;
        }

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

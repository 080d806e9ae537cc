using Continuo.Audio;
using Continuo.Codecs.Opus;
using Continuo.Diagnostics;

namespace Continuo.Rtp.Packets;

/// <summary>Decodes Opus packets (RFC 7587), with the concealment and in-band forward error correction of libopus.</summary>
/// <param name="format">Output format, independent of the encoder's: 8, 12, 16, 24 or 48 kHz, 1 or 2 channels.</param>
internal sealed class OpusPacketDecoder(AudioFormat format) : IPacketDecoder
{
    private readonly OpusDecoder _decoder = new(format);

    /// <inheritdoc/>
    [RealTime]
    public AudioFormat Format => _decoder.Format;

    /// <inheritdoc/>
    [RealTime]
    public int MaxFrames => _decoder.MaxFrames;

    /// <inheritdoc/>
    [RealTime]
    public int FramesOf(ReadOnlySpan<byte> payload) => OpusPacket.FramesOf(payload, Format.SampleRate);

    /// <inheritdoc/>
    [RealTime]
    public int Decode(ReadOnlySpan<byte> payload, Span<float> samples) => _decoder.Decode(payload, samples);

    /// <inheritdoc/>
    [RealTime]
    public bool CarriesPrevious(ReadOnlySpan<byte> payload) => OpusPacket.HasPrevious(payload);

    /// <inheritdoc/>
    [RealTime]
    public int DecodePrevious(ReadOnlySpan<byte> payload, Span<float> samples) => _decoder.DecodePrevious(payload, samples);

    /// <inheritdoc/>
    [RealTime]
    public void Conceal(Span<float> samples) => _decoder.Conceal(samples);

    /// <inheritdoc/>
    [RealTime]
    public void Reset() => _decoder.Reset();

    /// <inheritdoc/>
    public void Dispose() => _decoder.Dispose();
}

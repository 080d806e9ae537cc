using Continuo.Audio;
using Continuo.Codecs.Opus;
using Continuo.Diagnostics;

namespace Continuo.Rtp.Packets;

/// <summary>Decodes uncompressed PCM packets. Missing packets are concealed by repeating the preceding waveform.</summary>
/// <param name="encoding">Sample encoding.</param>
/// <param name="format">Sample rate and channels, which the payload does not contain.</param>
/// <param name="order">Order of the channels in the payload; <see langword="null"/> for that of the format.</param>
internal sealed class PcmPacketDecoder(PcmEncoding encoding, AudioFormat format, ChannelOrder? order = null) : IPacketDecoder
{
    private readonly WaveformConcealer _concealer = new(format);
    private readonly int _frameBytes = format.Channels * PcmWire.BytesOf(encoding);

    /// <inheritdoc/>
    [RealTime]
    public AudioFormat Format => format;

    /// <inheritdoc/>
    [RealTime]
    public int MaxFrames { get; } = (int)format.ToFrames(OpusFormat.MaxPacketTime.Ticks * 100);

    /// <inheritdoc/>
    [RealTime]
    public int FramesOf(ReadOnlySpan<byte> payload)
    {
        var frames = payload.Length / _frameBytes;
        return frames > 0 && frames <= MaxFrames && frames * _frameBytes == payload.Length ? frames : -1;
    }

    /// <inheritdoc/>
    [RealTime]
    public int Decode(ReadOnlySpan<byte> payload, Span<float> samples)
    {
        var frames = FramesOf(payload);
        if (frames < 0 || frames > samples.Length / format.Channels) return -1;
        samples = samples[..(frames * format.Channels)];
        PcmWire.Decode(payload, encoding, samples);
        order?.ToLayout(samples);
        _concealer.Hear(samples);
        return frames;
    }

    /// <summary>Always <see langword="false"/>: PCM has no forward error correction.</summary>
    [RealTime]
    public bool CarriesPrevious(ReadOnlySpan<byte> payload) => false;

    /// <summary>Always −1: PCM has no forward error correction.</summary>
    [RealTime]
    public int DecodePrevious(ReadOnlySpan<byte> payload, Span<float> samples) => -1;

    /// <inheritdoc/>
    [RealTime]
    public void Conceal(Span<float> samples) => _concealer.Conceal(samples);

    /// <inheritdoc/>
    [RealTime]
    public void Reset() => _concealer.Reset();

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}

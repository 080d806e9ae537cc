using Continuo.Audio;
using Continuo.Codecs.Opus;
using Continuo.Diagnostics;

namespace Continuo.Rtp.Packets;

/// <summary>Opus in packets (RFC 7587). One thread at a time encodes; any thread may change <see cref="Settings"/>.</summary>
internal sealed class OpusPacketEncoder : IPacketEncoder
{
    private readonly OpusEncoder _encoder;

    /// <summary>Creates an encoder.</summary>
    /// <param name="format">8, 12, 16, 24 or 48 kHz, 1 or 2 channels.</param>
    /// <param name="framesPerPacket">2.5, 5, 10, 20, 40 or 60 ms.</param>
    /// <param name="preset">How it encodes.</param>
    /// <exception cref="AudioException">Opus has no such format or packets; <see cref="AudioErrorCode.LibraryMissing"/>.</exception>
    public OpusPacketEncoder(AudioFormat format, int framesPerPacket, OpusPreset preset)
    {
        ArgumentNullException.ThrowIfNull(preset);
        OpusFormat.Require(format);
        FramesPerPacket = OpusFormat.FramesOf(format.ToTime(framesPerPacket), format.SampleRate);
        _encoder = new OpusEncoder(format, preset.Application, preset.Settings);
    }

    /// <inheritdoc/>
    [RealTime]
    public AudioFormat Format => _encoder.Format;

    /// <inheritdoc/>
    [RealTime]
    public int FramesPerPacket { get; }

    /// <summary>No payload is longer, in bytes: one of 20 ms at the highest bit rate, so that every packet travels in one piece. Longer packets are held to it.</summary>
    [RealTime]
    public int MaxPayloadBytes => OpusFormat.MaxFrameBytes;

    /// <inheritdoc/>
    [RealTime]
    public int LookAheadFrames => _encoder.LookAheadFrames;

    /// <summary>How it encodes; what is set here takes effect with the next packet. Thread-safe.</summary>
    public OpusSettings Settings
    {
        get => _encoder.Settings;
        set => _encoder.Settings = value;
    }

    /// <inheritdoc/>
    [RealTime]
    public int Encode(ReadOnlySpan<float> samples, Span<byte> payload) => _encoder.Encode(samples, payload[..MaxPayloadBytes]);

    /// <inheritdoc/>
    public void Dispose() => _encoder.Dispose();
}

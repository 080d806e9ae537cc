using Continuo.Audio;
using Continuo.Codecs.Opus;
using Continuo.Diagnostics;

namespace Continuo.Rtp.Packets;

/// <summary>Encodes Opus packets (RFC 7587). One thread at a time may encode; any thread may change <see cref="Settings"/>.</summary>
internal sealed class OpusPacketEncoder : IPacketEncoder
{
    private readonly OpusEncoder _encoder;

    /// <summary>Creates an encoder.</summary>
    /// <param name="format">8, 12, 16, 24 or 48 kHz, 1 or 2 channels.</param>
    /// <param name="framesPerPacket">2.5, 5, 10, 20, 40 or 60 ms.</param>
    /// <param name="preset">Bit rate, complexity and application of the encoder.</param>
    /// <exception cref="AudioException">
    /// Opus does not support the format or packet length; <see cref="AudioErrorCode.LibraryMissing"/>.
    /// </exception>
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

    /// <summary>
    /// Maximum payload length in bytes: that of 20 ms at the highest bit rate. Longer packets are limited to it, so that no datagram is
    /// fragmented.
    /// </summary>
    [RealTime]
    public int MaxPayloadBytes => OpusFormat.MaxFrameBytes;

    /// <inheritdoc/>
    [RealTime]
    public int LookAheadFrames => _encoder.LookAheadFrames;

    /// <summary>Encoder settings. A change takes effect with the next packet. Thread-safe.</summary>
    [RealTime]
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

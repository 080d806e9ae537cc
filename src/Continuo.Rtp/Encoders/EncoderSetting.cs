using System.Globalization;
using Continuo.Audio;
using Continuo.Codecs.Opus;
using Continuo.Rtp.Packets;

namespace Continuo.Rtp.Encoders;

/// <summary>What consumers of a stream must have in common to share an encoder. Immutable; compared by value.</summary>
/// <param name="Codec">Codec, format and packet length.</param>
/// <param name="Preset">Preset with its bit rate; <see langword="null"/> for a codec that has none.</param>
internal sealed record EncoderSetting(PacketCodec Codec, OpusPreset? Preset)
{
    /// <summary>Opus at the stream's rate if Opus has it, else at 48 kHz.</summary>
    /// <param name="stream">Format of the stream.</param>
    /// <param name="preset">Preset with its bit rate.</param>
    /// <param name="packet">Packet length.</param>
    /// <param name="isStereo">Whether two channels are kept; a stream of one channel is encoded as one in any case.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/>: Opus has no such packet length.</exception>
    public static EncoderSetting Opus(AudioFormat stream, OpusPreset preset, TimeSpan packet, bool isStereo = true) =>
        new(
            CodecRegistry.Describe(
                "opus", new AudioFormat(EncoderInput.RateFor(stream), isStereo ? Math.Min(stream.Channels, 2) : 1), packet),
            preset);

    /// <summary>Samples of 16 bits, big-endian, in the stream's own format.</summary>
    public static EncoderSetting Pcm(AudioFormat stream, TimeSpan packet) => new(CodecRegistry.Describe("L16", stream, packet), null);

    /// <summary>For example <c>opus 96 kb/s, 20 ms</c>.</summary>
    public override string ToString()
    {
        var codec = Preset is null ? "PCM, 16 bits" : $"{Codec.Name} {Preset.Settings.BitRate / 1000} kb/s";
        var channels = Codec.Format.Channels == 1 ? ", mono" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{codec}{channels}, {Codec.PacketTime.TotalMilliseconds:0.#} ms");
    }
}

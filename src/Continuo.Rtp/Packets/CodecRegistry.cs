using System.Globalization;
using Continuo.Audio;
using Continuo.Codecs.Opus;

namespace Continuo.Rtp.Packets;

/// <summary>The codecs that packets can be made with, by name. Thread-safe.</summary>
public static class CodecRegistry
{
    private const string OpusName = "opus";

    /// <summary>All names, spelt as in SDP.</summary>
    public static IReadOnlyList<string> Names { get; } = [OpusName, .. Enum.GetNames<PcmEncoding>()];

    /// <summary>Describes packets of a codec.</summary>
    /// <param name="name">The codec's name, in any case.</param>
    /// <param name="format">The audio. Opus takes 8, 12, 16, 24 or 48 kHz and 1 or 2 channels; the others take everything.</param>
    /// <param name="packetTime">How long a packet lasts; <see langword="null"/>: 20 ms. Opus takes 2.5, 5, 10, 20, 40 or 60 ms, the others whole frames up to 120 ms.</param>
    /// <param name="parameters">More, as in SDP's <c>fmtp</c>. What is unknown is kept and ignored.</param>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorCode.Unsupported"/> if the codec is unknown or cannot code the format; <see cref="AudioErrorCode.InvalidArgument"/> if it has no such packets.
    /// </exception>
    public static PacketCodec Describe(string name, AudioFormat format, TimeSpan? packetTime = null, string parameters = "")
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(parameters);
        var spelt = Names.FirstOrDefault(n => n.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? throw Unknown(name);
        var time = packetTime ?? TimeSpan.FromMilliseconds(20);
        if (spelt != OpusName) return new PacketCodec(spelt, format, PcmFramesOf(spelt, time, format), format.SampleRate, format.Channels, parameters);
        OpusFormat.Require(format);
        return new PacketCodec(spelt, format, OpusFormat.FramesOf(time, format.SampleRate), 48_000, 2, parameters);
    }

    /// <summary>
    /// Makes an encoder. For Opus, <see cref="PacketCodec.Parameters"/> count more than the preset: <c>maxaveragebitrate</c>, <c>useinbandfec</c>, <c>usedtx</c> and
    /// <c>cbr</c> of RFC 7587.
    /// </summary>
    /// <param name="codec">What to make.</param>
    /// <param name="preset">How Opus encodes; <see langword="null"/>: <see cref="OpusPreset.Standard"/>.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if a parameter is no number; <see cref="AudioErrorCode.LibraryMissing"/>.</exception>
    public static IPacketEncoder CreateEncoder(PacketCodec codec, OpusPreset? preset = null)
    {
        ArgumentNullException.ThrowIfNull(codec);
        if (codec.Name != OpusName) return new PcmPacketEncoder(EncodingOf(codec), codec.Format, codec.FramesPerPacket);
        preset ??= OpusPreset.Standard;
        return new OpusPacketEncoder(codec.Format, codec.FramesPerPacket, preset with { Settings = Adjust(preset.Settings, codec) });
    }

    /// <summary>Makes a decoder.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.LibraryMissing"/>.</exception>
    public static IPacketDecoder CreateDecoder(PacketCodec codec)
    {
        ArgumentNullException.ThrowIfNull(codec);
        return codec.Name == OpusName ? new OpusPacketDecoder(codec.Format) : new PcmPacketDecoder(EncodingOf(codec), codec.Format);
    }

    private static PcmEncoding EncodingOf(PacketCodec codec) => Enum.Parse<PcmEncoding>(codec.Name);

    private static int PcmFramesOf(string name, TimeSpan time, AudioFormat format)
    {
        var frames = format.ToFrames(time);
        if (frames > 0 && time <= OpusFormat.MaxPacketTime) return (int)frames;
        throw new AudioException(
            AudioErrorCode.InvalidArgument, string.Create(CultureInfo.InvariantCulture, $"{name} packets of {time.TotalMilliseconds:0.###} ms"), "that is no frame, or too many", "Use 1…120 ms");
    }

    private static OpusSettings Adjust(OpusSettings settings, PacketCodec codec)
    {
        if (codec.Parameter("maxaveragebitrate") is { } text)
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rate))
            {
                throw new AudioException(AudioErrorCode.InvalidArgument, $"maxaveragebitrate={text}", "that is no number of bits per second", "Use a number such as 96000");
            }

            settings = settings with { BitRate = rate };
        }

        if (codec.Parameter("useinbandfec") is { } fec) settings = settings with { InBandFec = fec == "1" };
        if (codec.Parameter("usedtx") is { } dtx) settings = settings with { Dtx = dtx == "1" };
        return codec.Parameter("cbr") == "1" ? settings with { RateMode = OpusRateMode.Constant } : settings;
    }

    private static AudioException Unknown(string name) =>
        new(AudioErrorCode.Unsupported, $"codec '{name}'", "it is not known here", $"Use {string.Join(", ", Names)}");
}

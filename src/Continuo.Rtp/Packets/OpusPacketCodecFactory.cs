using System.Globalization;
using Continuo.Audio;
using Continuo.Codecs.Opus;

namespace Continuo.Rtp.Packets;

/// <summary>
/// Opus in packets (RFC 7587). <see cref="PacketCodec.Parameters"/> override the preset: <c>maxaveragebitrate</c>, <c>useinbandfec</c>,
/// <c>usedtx</c>, <c>cbr</c>.
/// </summary>
internal sealed class OpusPacketCodecFactory : ICodecFactory
{
    public const string OpusName = "opus";

    public IReadOnlyList<string> Names { get; } = [OpusName];

    public string Implementation => OpusCodec.Description;

    public PacketCodec Describe(string name, AudioFormat format, TimeSpan packetTime, string parameters)
    {
        OpusFormat.Require(format);
        return new PacketCodec(name, format, OpusFormat.FramesOf(packetTime, format.SampleRate), 48_000, 2, parameters);
    }

    public IPacketEncoder CreateEncoder(PacketCodec codec, OpusPreset? preset)
    {
        preset ??= OpusPreset.Standard;
        return new OpusPacketEncoder(codec.Format, codec.FramesPerPacket, preset with { Settings = Adjust(preset.Settings, codec) });
    }

    public IPacketDecoder CreateDecoder(PacketCodec codec) => new OpusPacketDecoder(codec.Format);

    private static OpusSettings Adjust(OpusSettings settings, PacketCodec codec)
    {
        if (codec.Parameter("maxaveragebitrate") is { } text)
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rate))
            {
                throw new AudioException(AudioErrorCode.InvalidArgument, $"maxaveragebitrate={text}",
                    "it is not a number of bits per second", "Use a number such as 96000");
            }

            settings = settings with { BitRate = rate };
        }

        if (codec.Parameter("useinbandfec") is { } fec) settings = settings with { InBandFec = fec == "1" };
        if (codec.Parameter("usedtx") is { } dtx) settings = settings with { Dtx = dtx == "1" };
        return codec.Parameter("cbr") == "1" ? settings with { RateMode = OpusRateMode.Constant } : settings;
    }
}

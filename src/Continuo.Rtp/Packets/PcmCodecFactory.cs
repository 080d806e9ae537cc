using System.Globalization;
using Continuo.Audio;
using Continuo.Codecs.Opus;

namespace Continuo.Rtp.Packets;

/// <summary>Uncompressed samples: <c>L16</c> and <c>L24</c> (RFC 3551, RFC 3190), and <c>F32</c>.</summary>
internal sealed class PcmCodecFactory : ICodecFactory
{
    private static readonly TimeSpan MaxPacketTime = TimeSpan.FromMilliseconds(120);

    public IReadOnlyList<string> Names { get; } = Enum.GetNames<PcmEncoding>();

    public string Implementation => "Continuo";

    public PacketCodec Describe(string name, AudioFormat format, TimeSpan packetTime, string parameters)
    {
        // A receiver learns the speakers from the parameter; a sender has written it for the ones it has.
        format = new AudioFormat(format.SampleRate, PcmChannelOrder.Of(parameters, format.Layout).Layout);
        var frames = format.ToFrames(packetTime);
        if (frames > 0 && packetTime <= MaxPacketTime)
        {
            return new PacketCodec(name, format, (int)frames, format.SampleRate, format.Channels, parameters);
        }

        throw new AudioException(
            AudioErrorCode.InvalidArgument,
                string.Create(CultureInfo.InvariantCulture, $"{name} packets of {packetTime.TotalMilliseconds:0.###} ms"),
                "the packet length is out of range", "Use 1…120 ms");
    }

    public IPacketEncoder CreateEncoder(PacketCodec codec, OpusPreset? preset) =>
        new PcmPacketEncoder(EncodingOf(codec), codec.Format, codec.FramesPerPacket, OrderOf(codec));

    public IPacketDecoder CreateDecoder(PacketCodec codec) => new PcmPacketDecoder(EncodingOf(codec), codec.Format, OrderOf(codec));

    private static ChannelOrder OrderOf(PacketCodec codec) => PcmChannelOrder.Of(codec.Parameters, codec.Format.Layout);

    private static PcmEncoding EncodingOf(PacketCodec codec) => Enum.Parse<PcmEncoding>(codec.Name);
}

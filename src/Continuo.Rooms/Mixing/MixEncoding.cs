using Continuo.Codecs.Opus;
using Continuo.Rtp.Packets;

namespace Continuo.Rooms.Mixing;

/// <summary>How a mix is encoded. Listeners with equal encodings of equal mixes share the packets.</summary>
/// <param name="Codec">The codec; <see langword="null"/>: samples only.</param>
/// <param name="Preset">Preset of the encoder.</param>
/// <param name="AllowsForwarding">Whether a lone speaker's packets may be forwarded.</param>
internal sealed record MixEncoding(PacketCodec? Codec, OpusPreset? Preset, bool AllowsForwarding)
{
    public static readonly MixEncoding None = new(null, null, false);

    public static MixEncoding Of(ListenerOptions options) =>
        options.Codec is { } codec
            ? new MixEncoding(codec, options.Preset ?? OpusPreset.Named("voice-high"), options.AllowsForwarding)
            : None;
}

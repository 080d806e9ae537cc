using Continuo.Audio;
using Continuo.Codecs.Opus;

namespace Continuo.Rtp.Packets;

/// <summary>
/// Creates the encoders and decoders of one or more codecs. Register it with <see cref="CodecRegistry.Add"/>; then RTP, SDP and addresses
/// (<c>?codec=NAME</c>) find it by name. Thread-safe.
/// </summary>
public interface ICodecFactory
{
    /// <summary>The codecs' names, spelled as in SDP's <c>rtpmap</c>.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Display name of the implementation: <c>libopus</c>.</summary>
    string Implementation { get; }

    /// <summary>Creates the description of a codec with its packet length.</summary>
    /// <param name="name">One of <see cref="Names"/>, spelled exactly so.</param>
    /// <param name="format">Audio format.</param>
    /// <param name="packetTime">Packet length.</param>
    /// <param name="parameters">Parameters as in SDP's <c>fmtp</c>. Unknown ones are kept and ignored.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.Unsupported"/> if the codec does not support the format;
    /// <see cref="AudioErrorCode.InvalidArgument"/> if it does not support the packet length.
    /// </exception>
    PacketCodec Describe(string name, AudioFormat format, TimeSpan packetTime, string parameters);

    /// <summary>Creates an encoder.</summary>
    /// <param name="codec">Description from <see cref="Describe"/>.</param>
    /// <param name="preset">Opus preset; other codecs ignore it.</param>
    /// <exception cref="AudioException">A parameter is wrong, or a library is missing.</exception>
    IPacketEncoder CreateEncoder(PacketCodec codec, OpusPreset? preset);

    /// <summary>Creates a decoder.</summary>
    /// <param name="codec">Description from <see cref="Describe"/>.</param>
    /// <exception cref="AudioException">A library is missing.</exception>
    IPacketDecoder CreateDecoder(PacketCodec codec);
}

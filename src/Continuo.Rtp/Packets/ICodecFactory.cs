using Continuo.Audio;
using Continuo.Codecs.Opus;

namespace Continuo.Rtp.Packets;

/// <summary>
/// Makes the encoders and decoders of one codec, or of several that belong together. Register it with <see cref="CodecRegistry.Add"/>; then RTP, SDP and addresses
/// (<c>?codec=NAME</c>) know it by name. Thread-safe.
/// </summary>
public interface ICodecFactory
{
    /// <summary>The codecs' names, spelt as in SDP's <c>rtpmap</c>.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>What does the work, for people: <c>libopus</c>.</summary>
    string Implementation { get; }

    /// <summary>Describes packets of a codec.</summary>
    /// <param name="name">One of <see cref="Names"/>, spelt as there.</param>
    /// <param name="format">The audio.</param>
    /// <param name="packetTime">How long a packet lasts.</param>
    /// <param name="parameters">As in SDP's <c>fmtp</c>. What is unknown is kept and ignored.</param>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorCode.Unsupported"/> if the codec cannot code the format; <see cref="AudioErrorCode.InvalidArgument"/> if it has no such packets.
    /// </exception>
    PacketCodec Describe(string name, AudioFormat format, TimeSpan packetTime, string parameters);

    /// <summary>Makes an encoder.</summary>
    /// <param name="codec">Made by <see cref="Describe"/>.</param>
    /// <param name="preset">How Opus encodes; other codecs ignore it.</param>
    /// <exception cref="AudioException">A parameter is wrong, or a library is missing.</exception>
    IPacketEncoder CreateEncoder(PacketCodec codec, OpusPreset? preset);

    /// <summary>Makes a decoder.</summary>
    /// <param name="codec">Made by <see cref="Describe"/>.</param>
    /// <exception cref="AudioException">A library is missing.</exception>
    IPacketDecoder CreateDecoder(PacketCodec codec);
}

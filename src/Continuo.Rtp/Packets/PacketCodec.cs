using System.Globalization;
using Continuo.Audio;
using Continuo.Rtp.Wire;

namespace Continuo.Rtp.Packets;

/// <summary>
/// Codec, format and packet length that sender and receiver agree on, by SDP (<c>rtpmap</c>, <c>ptime</c>, <c>fmtp</c>) or by the
/// configuration message of <c>ipc:</c>. Created and validated by <see cref="CodecRegistry.Describe"/>. Immutable.
/// </summary>
public sealed record PacketCodec
{
    /// <summary>
    /// Creates a description. For implementations of <see cref="ICodecFactory"/>, which must check first that the codec supports it.
    /// </summary>
    /// <param name="name">The codec, spelt as in SDP.</param>
    /// <param name="format">The audio that is encoded and decoded.</param>
    /// <param name="framesPerPacket">Number of frames per packet.</param>
    /// <param name="clockRate">Ticks per second of the media time on the wire: a multiple of the sample rate.</param>
    /// <param name="wireChannels">The channels that SDP names.</param>
    /// <param name="parameters">As in SDP's <c>fmtp</c>; may be empty.</param>
    public PacketCodec(string name, AudioFormat format, int framesPerPacket, int clockRate, int wireChannels, string parameters)
    {
        Name = name;
        Format = format;
        FramesPerPacket = framesPerPacket;
        ClockRate = clockRate;
        WireChannels = wireChannels;
        Parameters = parameters;
    }

    /// <summary>
    /// Codec name, spelled as in SDP: <c>opus</c>, <c>L16</c>, <c>L24</c>, or <c>F32</c> for floats in little-endian order.
    /// </summary>
    public string Name { get; }

    /// <summary>Format of the audio.</summary>
    public AudioFormat Format { get; }

    /// <summary>Number of frames per packet, at the rate of <see cref="Format"/>. A receiver accepts other lengths as well.</summary>
    public int FramesPerPacket { get; }

    /// <summary>RTP clock rate in Hz: 48 000 for Opus at any sample rate (RFC 7587), otherwise the sample rate.</summary>
    public int ClockRate { get; }

    /// <summary>Number of channels in SDP: always 2 for Opus (RFC 7587), otherwise that of <see cref="Format"/>.</summary>
    public int WireChannels { get; }

    /// <summary>
    /// Codec parameters in the syntax of SDP's <c>fmtp</c>: <c>useinbandfec=1;sprop-stereo=1</c>; empty if there are none.
    /// </summary>
    public string Parameters { get; }

    /// <summary>Increment of the RTP timestamp per packet.</summary>
    public int ClockStep => (int)ToClock(FramesPerPacket);

    /// <summary>Duration of a packet.</summary>
    public TimeSpan PacketTime => Format.ToTime(FramesPerPacket);

    /// <summary>Payload length in bytes of uncompressed packets; 0 for Opus, whose packets vary.</summary>
    internal int SampleBytes =>
        Enum.TryParse<PcmEncoding>(Name, out var encoding) ? FramesPerPacket * Format.Channels * PcmWire.BytesOf(encoding) : 0;

    /// <summary>Converts a position in frames to RTP clock units.</summary>
    public long ToClock(long frames) => frames * (ClockRate / Format.SampleRate);

    /// <summary>Value of one of the <see cref="Parameters"/>; <see langword="null"/> if absent, empty if it has no value.</summary>
    public string? Parameter(string name) => FormatParameters.Find(Parameters, name);

    /// <summary>For example <c>opus, 48000 Hz, 2 channels, 20 ms</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name}, {Format}, {PacketTime.TotalMilliseconds:0.###} ms");
}

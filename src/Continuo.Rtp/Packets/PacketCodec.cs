using System.Globalization;
using Continuo.Audio;

namespace Continuo.Rtp.Packets;

/// <summary>
/// How audio lies in packets: what a sender and a receiver have to agree on, be it through SDP (<c>rtpmap</c>, <c>ptime</c>, <c>fmtp</c>) or through the
/// configuration message of <c>ipc:</c>. Made by <see cref="CodecRegistry.Describe"/>, which lets only possible ones pass. Immutable.
/// </summary>
public sealed record PacketCodec
{
    /// <summary>Describes packets; for an <see cref="ICodecFactory"/>, which has checked that its codec has such.</summary>
    /// <param name="name">The codec, spelt as in SDP.</param>
    /// <param name="format">The audio that is encoded and decoded.</param>
    /// <param name="framesPerPacket">How many frames each packet holds.</param>
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

    /// <summary>The codec, spelt as in SDP: <c>opus</c>, <c>L16</c>, <c>L24</c>, or <c>F32</c> for floats in little-endian order.</summary>
    public string Name { get; }

    /// <summary>The audio that is encoded and decoded.</summary>
    public AudioFormat Format { get; }

    /// <summary>How many frames, at the rate of <see cref="Format"/>, each packet holds. A receiver takes other lengths too.</summary>
    public int FramesPerPacket { get; }

    /// <summary>Ticks per second of the media time on the wire: 48 000 for Opus whatever its sample rate (RFC 7587), else the sample rate.</summary>
    public int ClockRate { get; }

    /// <summary>The channels that SDP names: 2 for Opus whatever it codes (RFC 7587), else those of <see cref="Format"/>.</summary>
    public int WireChannels { get; }

    /// <summary>More about the codec, written as in SDP's <c>fmtp</c>: <c>useinbandfec=1;sprop-stereo=1</c>; empty if there is nothing.</summary>
    public string Parameters { get; }

    /// <summary>By how many ticks the media time on the wire advances from packet to packet.</summary>
    public int ClockStep => (int)ToClock(FramesPerPacket);

    /// <summary>How long a packet lasts.</summary>
    public TimeSpan PacketTime => Format.ToTime(FramesPerPacket);

    /// <summary>How many bytes each packet's samples take; 0 for Opus, whose packets differ.</summary>
    internal int SampleBytes => Enum.TryParse<PcmEncoding>(Name, out var encoding) ? FramesPerPacket * Format.Channels * PcmWire.BytesOf(encoding) : 0;

    /// <summary>The media time on the wire for a position in frames.</summary>
    public long ToClock(long frames) => frames * (ClockRate / Format.SampleRate);

    /// <summary>One of the <see cref="Parameters"/>; <see langword="null"/> if it is not there, empty if it has no value.</summary>
    public string? Parameter(string name)
    {
        foreach (var part in Parameters.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var key = equals < 0 ? part : part[..equals].TrimEnd();
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase)) return equals < 0 ? "" : part[(equals + 1)..].TrimStart();
        }

        return null;
    }

    /// <summary>For example <c>opus, 48000 Hz, 2 channels, 20 ms</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}, {Format}, {PacketTime.TotalMilliseconds:0.###} ms");
}

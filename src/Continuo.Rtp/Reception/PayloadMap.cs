using System.Globalization;
using Continuo.Audio;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Sdp;
using Continuo.Rtp.Wire;

namespace Continuo.Rtp.Reception;

/// <summary>Maps payload types to codecs, as agreed by SDP or by the address. Immutable.</summary>
public sealed class PayloadMap
{
    private readonly PacketCodec?[] _codecs = new PacketCodec?[128];
    private readonly bool[] _redundant = new bool[128];

    private PayloadMap(PacketCodec main) => Main = main;

    /// <summary>The expected codec. Its format is the format of the received audio.</summary>
    public PacketCodec Main { get; }

    /// <summary>Returns the codec of a payload type; <see langword="null"/> if it is unknown or redundant audio.</summary>
    public PacketCodec? Codec(byte payloadType) => _codecs[payloadType & 127];

    /// <summary>Whether a payload type carries redundant audio (RFC 2198).</summary>
    public bool IsRedundant(byte payloadType) => _redundant[payloadType & 127];

    /// <summary>Maximum length of uncompressed packets in bytes; 0 if there is only Opus.</summary>
    internal int MaxSampleBytes => _codecs.Max(codec => codec?.SampleBytes ?? 0);

    /// <summary>
    /// Creates the map used without SDP: one codec for all dynamic payload types, RFC 2198 for <see cref="PayloadTypes.Redundant"/>, and
    /// the static payload types of L16 (RFC 3551).
    /// </summary>
    /// <param name="codec">The codec.</param>
    /// <param name="payloadType">Payload type of the codec; <see langword="null"/> for all from 96 on.</param>
    /// <param name="redundant">Payload type of redundant audio.</param>
    public static PayloadMap Of(PacketCodec codec, byte? payloadType = null, byte redundant = PayloadTypes.Redundant)
    {
        ArgumentNullException.ThrowIfNull(codec);
        var map = new PayloadMap(codec);
        for (byte type = 0; type < PayloadTypes.FirstDynamic; type++) map.AddStatic(type);
        if (payloadType is { } only) map._codecs[only & 127] = codec;
        else map._codecs.AsSpan(PayloadTypes.FirstDynamic).Fill(codec);
        if (payloadType != redundant)
        {
            map._codecs[redundant & 127] = null;
            map._redundant[redundant & 127] = true;
        }

        return map;
    }

    /// <summary>Creates the map of a medium in a session description.</summary>
    /// <param name="media">The medium.</param>
    /// <param name="name">Name of the description in error messages.</param>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorCode.Unsupported"/>: none of its formats is supported. <see cref="AudioErrorCode.InvalidArgument"/>: a line is
    /// malformed.
    /// </exception>
    internal static PayloadMap Of(SdpMedia media, string name)
    {
        ArgumentNullException.ThrowIfNull(media);
        if (media.Fault is { } fault) throw fault;
        var time = media.PacketMilliseconds is { } ms ? TimeSpan.FromMilliseconds(ms) : (TimeSpan?)null;
        var known = media.Formats.Select(f => (Format: f, Codec: Describe(f, time))).Where(p => p.Codec is not null).ToArray();
        if (known.Length == 0)
        {
            var asked = media.Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{name}, line {media.Line}") : name;
            var offered = string.Join(", ",
                media.Formats.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Encoding}/{f.ClockRate}/{f.Channels}")));
            throw new AudioException(AudioErrorCode.Unsupported, asked, $"none of its formats ({offered}) can be received",
                "Send opus/48000/2, L16 or L24");
        }

        var map = new PayloadMap(known[0].Codec!);
        foreach (var (format, codec) in known) map._codecs[format.PayloadType] = codec;
        foreach (var format in media.Formats.Where(f => f.Is("red"))) map._redundant[format.PayloadType] = true;
        return map;
    }

    // The packet time is a hint: packets of other lengths are accepted, too. An impossible value is therefore no reason to refuse the
    // format.
    private static PacketCodec? Describe(SdpFormat format, TimeSpan? time)
    {
        // RFC 7587: always announced as 48000/2, whatever is coded; a decoder converts between mono and stereo.
        if (format.Is("opus")) return TryDescribe("opus", 48_000, format.Parameter("sprop-stereo") == "0" ? 1 : 2, null, format.Parameters);
        if (!format.Is("L16") && !format.Is("L24")) return null;
        foreach (var possible in new[] { time, null, TimeSpan.FromMilliseconds(1) })
        {
            if (TryDescribe(format.Encoding, format.ClockRate, format.Channels, possible,
                format.Parameters) is { SampleBytes: <= RtpPacket.MaxPayloadBytes } codec)
            {
                return codec;
            }
        }

        return null;
    }

    private static PacketCodec? TryDescribe(string name, int rate, int channels, TimeSpan? time, string parameters)
    {
        try
        {
            return CodecRegistry.Describe(name, new AudioFormat(rate, channels), time, parameters);
        }
        catch (AudioException)
        {
            return null; // an unsupported rate, channel count or packet time
        }
    }

    /// <summary>The expected formats, for messages: <c>payload types 96…127 (opus, 48000 Hz, 2 channels)</c>.</summary>
    internal string Expected
    {
        get
        {
            var types = Enumerable.Range(0, 128).Where(type => _codecs[type] == Main).ToArray();
            var numbers = types.Length switch
            {
                1 => string.Create(CultureInfo.InvariantCulture, $"payload type {types[0]}"),
                _ => string.Create(CultureInfo.InvariantCulture, $"payload types {types[0]}…{types[^1]}"),
            };
            return $"{numbers} ({Main.Name}, {Main.Format})";
        }
    }

    private void AddStatic(byte type)
    {
        if (SdpFormat.Static(type) is { } format) _codecs[type] = Describe(format, null);
    }
}

using System.Globalization;
using Continuo.Audio;
using Continuo.Codecs.Opus;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Transport;
using Continuo.Rtp.Wire;

namespace Continuo.Rtp.Sending;

/// <summary>Options of an RTP sender. Immutable.</summary>
/// <param name="Destination">Address of the receiver or multicast group.</param>
public sealed record RtpSenderOptions(RtpAddress Destination)
{
    /// <summary>Maximum datagram length; avoids fragmentation on Ethernet.</summary>
    public const int MaxDatagramBytes = 1452;

    /// <summary>Maximum number of redundant copies per packet.</summary>
    public const int MaxRedundancy = 8;

    private static readonly double[] PcmMilliseconds = [20, 10, 5, 4, 2, 1];

    /// <summary><c>opus</c>, <c>L16</c> or <c>L24</c>.</summary>
    public string Codec { get; init; } = "opus";

    /// <summary>Opus preset.</summary>
    public OpusPreset Preset { get; init; } = OpusPreset.Standard;

    /// <summary>Packet length; <see langword="null"/> for 20 ms with Opus, or as much PCM as fits into a datagram.</summary>
    public TimeSpan? PacketTime { get; init; }

    /// <summary>RTP payload type of the codec, 96…126.</summary>
    public int PayloadType { get; init; } = 96;

    /// <summary>RTP payload type of redundant packets (RFC 2198).</summary>
    public int RedundantPayloadType =>
        AgreedRedundantPayloadType ?? (PayloadType == PayloadTypes.Redundant ? PayloadTypes.Redundant + 1 : PayloadTypes.Redundant);

    /// <summary>Payload type of redundant audio that a session's description fixes; <see langword="null"/> to choose one.</summary>
    internal int? AgreedRedundantPayloadType { get; init; }

    /// <summary>SSRC that a session's description fixes; <see langword="null"/> for a random one.</summary>
    internal uint? AgreedSsrc { get; init; }

    /// <summary>Number of earlier packets repeated in each packet (RFC 2198), 0…8. Opus only.</summary>
    public int Redundancy { get; init; }

    /// <summary>Whether Opus in-band forward error correction is enabled. Opus only.</summary>
    public bool InBandFec { get; init; }

    /// <summary>
    /// Packet loss in percent, 0…100, that in-band forward error correction is tuned for. Raised if receivers report more.
    /// </summary>
    public int ExpectedLossPercent { get; init; } = 10;

    /// <summary>Whether Opus stops sending during silence (discontinuous transmission).</summary>
    public bool Dtx { get; init; }

    /// <summary>Time to live of multicast packets, 0…255.</summary>
    public int MulticastTtl { get; init; } = 1;

    /// <summary>Network interface for multicast, by name or address; <see langword="null"/> for the system default.</summary>
    public string? Interface { get; init; }

    /// <summary>
    /// Opens the transport, which carries RTP and RTCP on one port (RFC 5761). Called at each start; the sender disposes it.
    /// <see langword="null"/> for UDP.
    /// </summary>
    public Func<IPacketTransport>? Transport { get; init; }

    /// <summary>Path to write the SDP file for receivers to; <see langword="null"/> to write none.</summary>
    public string? SdpFile { get; init; }

    /// <summary>
    /// Parses
    /// <c>rtp://host:port?codec=…&amp;preset=…&amp;ptime=…&amp;red=…&amp;fec&amp;loss=…&amp;dtx&amp;pt=…&amp;ttl=…&amp;if=…&amp;sdp=…</c>.
    /// </summary>
    /// <exception cref="AudioException">An option is unknown, out of range, or not supported by the codec.</exception>
    public static RtpSenderOptions FromAddress(AudioAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        address.AllowOptions("codec", "preset", "ptime", "red", "fec", "loss", "dtx", "pt", "ttl", "if", "sdp");
        var codec = address.Option("codec") ?? "opus";
        if (!IsOpus(codec))
        {
            foreach (var option in new[] { "preset", "red", "fec", "loss", "dtx" })
            {
                if (address.Flag(option))
                {
                    throw new AudioException(AudioErrorCode.InvalidArgument, address.Text, $"'{option}' requires Opus, not {codec}",
                        "Leave one of them out");
                }
            }
        }

        return new RtpSenderOptions(RtpAddress.Parse(address))
        {
            Codec = codec,
            Preset = address.Option("preset") is { } preset ? OpusPreset.Named(preset) : OpusPreset.Standard,
            PacketTime = address.Option("ptime") is null ? null : TimeSpan.FromMilliseconds(address.Number("ptime", 20, 0.1, 120)),
            PayloadType = (int)address.Number("pt", 96, 96, 126),
            Redundancy = address.Flag("red") ? (int)(address.Option("red") is "" ? 1 : address.Number("red", 1, 0, MaxRedundancy)) : 0,
            InBandFec = address.Flag("fec"),
            ExpectedLossPercent = (int)address.Number("loss", 10, 0, 100),
            Dtx = address.Flag("dtx"),
            MulticastTtl = (int)address.Number("ttl", 1, 0, 255),
            Interface = address.Option("if"),
            SdpFile = address.Option("sdp"),
        };
    }

    /// <summary>Returns the packet codec for an audio format.</summary>
    /// <exception cref="AudioException">
    /// The codec is unknown, does not support the format or packet length, or a packet would not fit into a datagram.
    /// </exception>
    public PacketCodec CodecFor(AudioFormat format)
    {
        if (IsOpus(Codec)) return OpusFor(format);
        var order = PcmChannelOrder.Write(format.Layout);
        if (PacketTime is { } time) return Fitting(CodecRegistry.Describe(Codec, format, time, order));
        foreach (var milliseconds in PcmMilliseconds)
        {
            var codec = CodecRegistry.Describe(Codec, format, TimeSpan.FromMilliseconds(milliseconds), order);
            if (Fits(codec)) return codec;
        }

        return Fitting(CodecRegistry.Describe(Codec, format, TimeSpan.FromMilliseconds(1), order));
    }

    /// <summary>Whether the codec is Opus; otherwise it is L16 or L24.</summary>
    /// <exception cref="AudioException">It is none of these.</exception>
    private static bool IsOpus(string codec) => codec.ToUpperInvariant() switch
    {
        "OPUS" => true,
        nameof(PcmEncoding.L16) or nameof(PcmEncoding.L24) => false,
        _ =>
            throw new AudioException(AudioErrorCode.Unsupported, $"codec '{codec}'", "it is not supported for RTP", "Use opus, L16 or L24"),
    };

    private PacketCodec OpusFor(AudioFormat format)
    {
        var parameters = string.Create(
            CultureInfo.InvariantCulture,
            $"{(format.Channels == 2 ? "sprop-stereo=1;stereo=1;" : "")}maxaveragebitrate={Preset.Settings.BitRate}"
                + $"{(format.SampleRate < 48_000 ? $";sprop-maxcapturerate={format.SampleRate}" : "")}"
                + $"{(InBandFec ? ";useinbandfec=1" : "")}{(Dtx ? ";usedtx=1" : "")}");
        var codec = CodecRegistry.Describe(Codec, format, PacketTime, parameters);
        var bytes = (Redundancy + 1) * (int)Math.Ceiling(Preset.Settings.BitRate * codec.PacketTime.TotalSeconds / 8);
        if (bytes <= MaxPayloadBytes) return codec;
        throw new AudioException(
            AudioErrorCode.InvalidArgument,
            string.Create(CultureInfo.InvariantCulture,
                $"{Preset.Settings.BitRate / 1000} kb/s in packets of {codec.PacketTime.TotalMilliseconds:0.###} ms with {Redundancy} "
                + $"copies"),
            string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes do not fit into a datagram of {MaxDatagramBytes}"),
            "Use shorter packets (ptime), a lower preset or fewer copies (red)");
    }

    private static int MaxPayloadBytes => MaxDatagramBytes - RtpHeader.Bytes;

    private static bool Fits(PacketCodec codec) => codec.SampleBytes <= MaxPayloadBytes;

    private static PacketCodec Fitting(PacketCodec codec) => Fits(codec) ? codec : throw new AudioException(
        AudioErrorCode.InvalidArgument,
        codec.ToString(),
        string.Create(CultureInfo.InvariantCulture, $"{codec.SampleBytes} bytes do not fit into a datagram of {MaxDatagramBytes}"),
        "Use shorter packets (ptime), fewer channels, or Opus");
}

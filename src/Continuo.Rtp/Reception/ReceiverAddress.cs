using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using Continuo.Audio;
using Continuo.Rtp.Jitter;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Sdp;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Wire;
using Continuo.Sources;

namespace Continuo.Rtp.Reception;

/// <summary>Creates receivers for <c>rtp://HOST:PORT</c> and <c>FILE.sdp</c> addresses.</summary>
internal static class ReceiverAddress
{
    private static readonly string[] Common = ["delay", "mindelay", "maxdelay", "maxlag", "fixed", "exact", "drift", "if", "ssrc", "until",
        "all"];

    /// <summary>How long a missing packet is awaited if only completeness matters.</summary>
    private static readonly TimeSpan ExactDelay = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Creates a receiver for <c>rtp://HOST:PORT</c>. HOST is a local address or a multicast group; empty for all addresses. Options:
    /// <c>codec rate channels order pt red rtcp-mux</c> and those of <see cref="OpenDescription"/>.
    /// </summary>
    /// <exception cref="AudioException">An option is invalid, the host is unknown, or the codec does not exist.</exception>
    public static RtpReceiver Open(AudioAddress address, SourceRequest request)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(request);
        address.AllowOptions(["codec", "rate", "channels", "order", "pt", "red", "rtcp-mux", .. Common]);
        var host = RtpAddress.Parse(address);
        var name = address.Option("codec") ?? "opus";
        var isOpus = name.Equals("opus", StringComparison.OrdinalIgnoreCase);
        var rate = (int)address.Number("rate", 48_000, AudioFormat.MinSampleRate, AudioFormat.MaxSampleRate);
        var channels = (int)address.Number("channels", isOpus ? Math.Min(2, request.Channels ?? 2) : 2, 1, AudioFormat.MaxChannels);
        var codec = CodecRegistry.Describe(name, new AudioFormat(rate, channels), null, OrderParameter(address, channels));
        var type = address.Option("pt") is null ? (byte?)null : (byte)address.Number("pt", 0, 0, 127);
        var payloads = PayloadMap.Of(codec, type, (byte)address.Number("red", PayloadTypes.Redundant, 0, 127));
        var local = host.Host.Length == 0 ? new IPEndPoint(IPAddress.IPv6Any, host.Port) : host.Resolve();
        return new RtpReceiver(Options(address, request, payloads) with
        {
            Udp = new UdpOptions { Local = local, Interface = address.Option("if") },
            IsRtcpShared = address.Flag("rtcp-mux"),
            Description = string.Create(CultureInfo.InvariantCulture, $"RTP on {local} ({codec.Name})"),
        });
    }

    /// <summary>
    /// Creates a receiver for an SDP file. Options, times in ms: <c>delay mindelay maxdelay maxlag</c> of the jitter buffer; <c>fixed</c>
    /// (constant delay, no time-scaling); <c>exact</c> (bit for bit, silence for lost packets); <c>drift=0</c> (no resampling; time-scaling
    /// absorbs the drift); <c>if</c> (multicast interface); <c>ssrc</c> (one source only); <c>until=bye</c> (end at the source's RTCP
    /// goodbye); <c>all</c> (mix all sources, <see cref="OpenAll"/>).
    /// </summary>
    /// <exception cref="AudioException">The file or an option is invalid, or none of its media can be received.</exception>
    public static RtpReceiver OpenDescription(AudioAddress address, SourceRequest request)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(request);
        address.AllowOptions(Common);
        var description = SdpReader.ReadFile(address.Target);
        var (media, payloads) = FirstReceivable(description, address);
        var host = HostOf(description.ConnectionOf(media));
        var line = description.Media.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $", line {media.Line}") : "";
        return new RtpReceiver(Options(address, request, payloads) with
        {
            Udp = new UdpOptions { Local = new IPEndPoint(host, media.Port), Interface = address.Option("if") },
            IsRtcpShared = media.IsRtcpShared,
            Description = string.Create(CultureInfo.InvariantCulture,
                $"{Path.GetFileName(address.Target)}{line}: RTP on {new IPEndPoint(host, media.Port)} ({payloads.Main.Name})"),
        });
    }

    // Chooses the first medium that can be received, preferring one that is being sent to one on hold. Other media are ignored.
    private static (SdpMedia Media, PayloadMap Payloads) FirstReceivable(SdpDescription description, AudioAddress address)
    {
        AudioException? refusal = null;
        var audio = description.Media.Where(m => m.Kind == "audio" && m.Protocol.StartsWith("RTP/AVP", StringComparison.OrdinalIgnoreCase))
            .ToArray();
        foreach (var media in audio.Where(
            m => m.Port > 0).OrderBy(m => m.Direction is SdpDirection.SendReceive or SdpDirection.SendOnly ? 0 : 1))
        {
            try
            {
                return (media, PayloadMap.Of(media, address.Target));
            }
            catch (AudioException e)
            {
                refusal ??= e;
            }
        }

        if (refusal is null && audio.FirstOrDefault(m => m.Fault is not null) is { } faulty) refusal = faulty.Fault;
        if (refusal is null && audio.Length > 0)
        {
            refusal = new AudioException(AudioErrorCode.Unsupported, address.Text, "all audio in it is rejected (port 0)",
                "Negotiate the session with this receiver again");
        }

        throw refusal
            ?? new AudioException(AudioErrorCode.Unsupported, address.Text, "it describes no audio over plain RTP",
                "Only RTP/AVP and RTP/AVPF can be received, not encrypted or other media");
    }

    // The description may name a host as seen by others. Only a multicast group must be joined, and a local address may restrict the port.
    private static IPAddress HostOf(SdpConnection? connection)
    {
        if (connection is not { } c) return IPAddress.IPv6Any;
        var address = c.Host is { } name ? TryResolve(name) : c.Address;
        return address is not null && (SdpConnection.IsGroup(address) || IsOwn(address)) ? address : IPAddress.IPv6Any;
    }

    // A name that cannot be resolved here is the sender's destination, which is this machine.
    private static IPAddress? TryResolve(string host)
    {
        try
        {
            using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            return Dns.GetHostAddressesAsync(host, timeout.Token).WaitAsync(timeout.Token).GetAwaiter().GetResult().FirstOrDefault();
        }
        catch (Exception e) when (e is System.Net.Sockets.SocketException or ArgumentException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Creates the source for an <c>rtp:</c> address or SDP file with the option <c>all</c>: a mix of all sources.</summary>
    /// <exception cref="AudioException">As <see cref="Open"/>, or a single source is selected as well.</exception>
    public static RtpMixSource OpenAll(AudioAddress address, SourceRequest request)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.Option("ssrc") is not null || address.Option("until") is not null || address.Flag("exact"))
        {
            throw Wrong(address, "'all' mixes all sources, but 'ssrc', 'until' and 'exact' apply to a single one", "Leave one of them out");
        }

        using var receiver = address.Scheme == "rtp" ? Open(address, request) : OpenDescription(address, request);
        return new RtpMixSource(receiver.Options);
    }

    private static RtpReceiverOptions Options(AudioAddress address, SourceRequest request, PayloadMap payloads)
    {
        var isExact = address.Flag("exact");
        var standard = JitterBufferOptions.Default;
        if (isExact) standard = standard with { StartDelay = ExactDelay };
        var start = Milliseconds(address, "delay", standard.StartDelay);
        var longest = Milliseconds(address, "maxdelay", Longer(start, standard.MaxDelay));
        var jitter = standard with
        {
            StartDelay = start,
            MinDelay = Milliseconds(address, "mindelay", standard.MinDelay),
            MaxDelay = longest,
            MaxLag = Milliseconds(address, "maxlag", Longer(longest, standard.MaxLag)),
            IsFixed = address.Flag("fixed"),
            IsExact = isExact,
            TimeScaling = !address.Flag("fixed") && !isExact,
        };
        if (address.Option("until") is { } until && until != "bye")
        {
            throw Wrong(address, $"until '{until}' is unknown", "Write until=bye, or leave it out");
        }

        return new RtpReceiverOptions
        {
            Udp = new UdpOptions(),
            Reception = new ReceptionOptions
            {
                Payloads = payloads,
                Jitter = jitter,
                Clock = request.Clock,
                DriftCorrection = !isExact && (address.Option("drift") is null || address.Flag("drift")),
            },
            Ssrc = address.Option("ssrc") is null ? null : (uint)address.Number("ssrc", 0, 0, uint.MaxValue),
            EndsWithGoodbye = address.Option("until") is not null,
        };
    }

    private static string OrderParameter(AudioAddress address, int channels)
    {
        if (address.Option("order") is not { } order) return "";
        return PcmChannelOrder.Parse(order, channels) is not null
            ? $"{PcmChannelOrder.Parameter}={order}"
            : throw Wrong(address, string.Create(CultureInfo.InvariantCulture, $"'{order}' is no order of {channels} channels"),
                "Write it as SDP's channel-order, for example SMPTE2110.(51) or DV.LRLsRsC");
    }

    private static bool IsOwn(IPAddress address) => IPAddress.IsLoopback(address)
        || NetworkInterface.GetAllNetworkInterfaces().Any(n => n.GetIPProperties().UnicastAddresses.Any(a => a.Address.Equals(address)));

    private static TimeSpan Milliseconds(AudioAddress address, string option, TimeSpan standard) =>
        TimeSpan.FromMilliseconds(address.Number(option, standard.TotalMilliseconds, 0, 10_000));

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static AudioException Wrong(AudioAddress address, string happened, string remedy) =>
        new(AudioErrorCode.InvalidArgument, address.Text, happened, remedy);
}

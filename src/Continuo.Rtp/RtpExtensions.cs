using Continuo.Rtp.Reception;
using Continuo.Rtp.Sending;
using Continuo.Streams;

namespace Continuo.Rtp;

/// <summary>Registers RTP with an <see cref="AudioSystem"/>.</summary>
public static class RtpExtensions
{
    /// <summary>Registers <c>rtp:</c> as source and sink, and <c>.sdp</c> files as sources.</summary>
    /// <param name="system">The registry.</param>
    /// <param name="receiving">Called with each receiver created for an address, for example to read its statistics.</param>
    public static AudioSystem UseRtp(this AudioSystem system, Action<RtpReceiver>? receiving = null)
    {
        ArgumentNullException.ThrowIfNull(system);
        return system
            .AddSource(
                "rtp",
                (address, request) =>
                    address.Flag("all") ? ReceiverAddress.OpenAll(address, request) : Report(ReceiverAddress.Open(address, request)),
                new(
                    "rtp://:PORT",
                    "RTP received on a port or from a multicast group",
                    "delay, mindelay, maxdelay, maxlag in ms; fixed keeps the delay; exact is bit for bit; drift=0 time-scales instead of "
                    + "resampling; ssrc=N; all mixes all senders; until=bye ends with the sender; if=INTERFACE; "
                    + "codec, rate, channels, order, pt, red and rtcp-mux of the packets"))
            .AddSink(
                "rtp",
                RtpSenderSink.FromAddress,
                new(
                    "rtp://HOST:PORT",
                    "RTP sent to a host or group: Opus, or ?codec=L16 or L24",
                    "codec=opus, L16 or L24; preset=NAME; ptime=MS; red=N; fec; loss=PERCENT; dtx; sdp=FILE; "
                    + "ttl=N and if=INTERFACE for multicast"))
            .AddFileSource(
                ".sdp",
                (address, request) =>
                    address.Flag("all")
                        ? ReceiverAddress.OpenAll(address, request)
                        : Report(ReceiverAddress.OpenDescription(address, request)),
                new(
                    "FILE.sdp",
                    "RTP received as an SDP file describes",
                    "as for rtp:, but without codec, rate, channels, order, pt, red, rtcp-mux"));

        RtpReceiver Report(RtpReceiver receiver)
        {
            receiving?.Invoke(receiver);
            return receiver;
        }
    }
}

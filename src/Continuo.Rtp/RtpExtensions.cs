using Continuo.Rtp.Reception;
using Continuo.Rtp.Sending;
using Continuo.Streams;

namespace Continuo.Rtp;

/// <summary>Registers RTP with an <see cref="AudioSystem"/>.</summary>
public static class RtpExtensions
{
    /// <summary>Registers <c>rtp:</c> as source and sink, and files that end in <c>.sdp</c> as descriptions of streams to receive.</summary>
    /// <param name="system">The registry.</param>
    /// <param name="receiving">Called with each receiver that is created for an address, so that its statistics can be shown.</param>
    public static AudioSystem UseRtp(this AudioSystem system, Action<RtpReceiver>? receiving = null)
    {
        ArgumentNullException.ThrowIfNull(system);
        return system
            .AddSource("rtp", (address, request) => address.Flag("all") ? ReceiverAddress.OpenAll(address, request) : Report(ReceiverAddress.Open(address, request)), new("rtp://:PORT", "the network: what arrives at a port of this machine, or in a group", "delay, mindelay, maxdelay, maxlag in ms; fixed; exact; drift; if=INTERFACE; ssrc=N; until; codec, rate, channels, pt, red, rtcp-mux"))
            .AddSink("rtp", RtpSenderSink.FromAddress, new("rtp://HOST:PORT", "the network; Opus, or ?codec=L16 or L24", "codec=opus, L16 or L24; preset=NAME; ptime=MS; red=N; fec; loss=PERCENT; dtx; sdp=FILE; ttl=N and if=INTERFACE for groups"))
            .AddFileSource(".sdp", (address, request) => address.Flag("all") ? ReceiverAddress.OpenAll(address, request) : Report(ReceiverAddress.OpenDescription(address, request)), new("FILE.sdp", "the network, as a description says", "as for rtp:, but without codec, rate, channels, pt, red, rtcp-mux"));

        RtpReceiver Report(RtpReceiver receiver)
        {
            receiving?.Invoke(receiver);
            return receiver;
        }
    }
}

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
            .AddSource("rtp", (address, request) => address.Flag("all") ? ReceiverAddress.OpenAll(address, request) : Report(ReceiverAddress.Open(address, request))).AddSink("rtp", RtpSenderSink.FromAddress)
            .AddFileSource(".sdp", (address, request) => address.Flag("all") ? ReceiverAddress.OpenAll(address, request) : Report(ReceiverAddress.OpenDescription(address, request)));

        RtpReceiver Report(RtpReceiver receiver)
        {
            receiving?.Invoke(receiver);
            return receiver;
        }
    }
}

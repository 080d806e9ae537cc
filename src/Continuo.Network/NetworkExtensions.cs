using Continuo.Network.Ipc;
using Continuo.Network.Reception;
using Continuo.Network.Rtp.Sending;
using Continuo.Streams;

namespace Continuo.Network;

/// <summary>Adds the addresses of audio that travels to an <see cref="AudioSystem"/>.</summary>
public static class NetworkExtensions
{
    /// <summary>From now on <c>ipc:</c> passes audio between processes of this machine, and <c>rtp:</c> over the network; files that end in <c>.sdp</c> describe what to receive.</summary>
    /// <param name="system">What to add to.</param>
    /// <param name="receiving">Is told of every receiver that is made for an address, so that its figures can be shown.</param>
    public static AudioSystem UseNetwork(this AudioSystem system, Action<RtpReceiver>? receiving = null)
    {
        ArgumentNullException.ThrowIfNull(system);
        return system
            .AddSource("ipc", IpcSource.FromAddress).AddSink("ipc", IpcServerSink.FromAddress)
            .AddSource("rtp", (address, request) => address.Flag("all") ? ReceiverAddress.OpenAll(address, request) : Told(ReceiverAddress.Open(address, request))).AddSink("rtp", RtpSenderSink.FromAddress)
            .AddFileSource(".sdp", (address, request) => address.Flag("all") ? ReceiverAddress.OpenAll(address, request) : Told(ReceiverAddress.OpenDescription(address, request)));

        RtpReceiver Told(RtpReceiver receiver)
        {
            receiving?.Invoke(receiver);
            return receiver;
        }
    }
}

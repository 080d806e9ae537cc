using Continuo.Network.Ipc;
using Continuo.Network.Rtp.Sending;
using Continuo.Streams;

namespace Continuo.Network;

/// <summary>Adds the addresses of audio that travels to an <see cref="AudioSystem"/>.</summary>
public static class NetworkExtensions
{
    /// <summary>From now on <c>ipc:</c> passes audio between processes of this machine, and <c>rtp:</c> over the network.</summary>
    public static AudioSystem UseNetwork(this AudioSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        return system
            .AddSource("ipc", IpcSource.FromAddress).AddSink("ipc", IpcServerSink.FromAddress)
            .AddSink("rtp", RtpSenderSink.FromAddress);
    }
}

using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Continuo.Server.Http;

/// <summary>
/// Keeps what waits in this process and in the kernel for a slow client small: by default both hold many seconds of Opus, and a listener who falls behind would hear
/// all of it, late. So a writer notices at once, and drops the oldest.
/// </summary>
internal static class ListenSocket
{
    /// <summary>Bytes that may wait in the server, and as many in the kernel that are not sent yet: some 300 ms of Opus each at 200 kb/s.</summary>
    public const int MaxUnsentBytes = 8192;

    private const int IpProtoTcp = 6;
    private const int TcpNotSentLowat = 25; // linux/tcp.h; what was sent and not acknowledged does not count, so that fast networks stay fast

    public static void Configure(SocketTransportOptions options)
    {
        options.NoDelay = true;
        options.CreateBoundListenSocket = static endPoint =>
        {
            var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
            if (OperatingSystem.IsLinux()) socket.SetRawSocketOption(IpProtoTcp, TcpNotSentLowat, BitConverter.GetBytes(MaxUnsentBytes)); // accepted sockets inherit it
            return socket;
        };
    }
}

using System.Net;
using System.Net.Sockets;
using Continuo.Audio;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Continuo.Server.Http;

/// <summary>
/// Keeps what waits in this process and in the kernel for a slow client small: by default both hold many seconds of Opus, and a listener
/// that falls behind would receive all of it late. With small buffers the writer notices at once, and drops the oldest.
/// </summary>
internal static class ListenSocket
{
    /// <summary>
    /// Bytes that may wait in the server, and as many in the kernel that are not sent yet: some 300 ms of Opus each at 200 kb/s.
    /// </summary>
    public const int MaxUnsentBytes = 8192;

    private const int IpProtoTcp = 6;
    // linux/tcp.h; what was sent and not acknowledged does not count, so that fast networks stay fast.
    private const int TcpNotSentLowat = 25;

    /// <summary>Finds out before anything is opened whether an address can be listened on.</summary>
    /// <exception cref="AudioException">It cannot; the message says why.</exception>
    public static void Check(IPEndPoint endPoint)
    {
        try
        {
            using var probe = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            probe.Bind(endPoint);
            probe.Listen();
        }
        catch (SocketException e)
        {
            throw e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse =>
                    new AudioException(AudioErrorCode.ServerUnavailable, endPoint.ToString(), "the port is in use by another program",
                        "Stop that, or choose another port: --listen 127.0.0.1:7481", e),
                SocketError.AccessDenied =>
                    new AudioException(AudioErrorCode.AccessDenied, endPoint.ToString(), "this user may not listen on the port",
                        "Choose a port above 1023", e),
                SocketError.AddressNotAvailable =>
                    new AudioException(AudioErrorCode.NotFound, endPoint.ToString(), "the address is none of this machine",
                        "Choose one that ip address lists, or 0.0.0.0 for all", e),
                _ =>
                    new AudioException(AudioErrorCode.InputOutput, endPoint.ToString(),
                        $"it cannot be listened on: {e.Message.TrimEnd('.')}", "Choose another address with --listen", e),
            };
        }
    }

    public static void Configure(SocketTransportOptions options)
    {
        options.NoDelay = true;
        options.CreateBoundListenSocket = static endPoint =>
        {
            var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
            // Accepted sockets inherit it.
            if (OperatingSystem.IsLinux()) socket.SetRawSocketOption(IpProtoTcp, TcpNotSentLowat, BitConverter.GetBytes(MaxUnsentBytes));
            return socket;
        };
    }
}

using System.Net.Sockets;
using Continuo.Audio;

namespace Continuo.LocalSockets;

/// <summary>Connects to a Unix socket on which a process of the same user or root listens.</summary>
internal static class UnixConnector
{
    /// <summary>Connects. Linux only.</summary>
    /// <param name="path">Path of the socket.</param>
    /// <param name="isBlocking">
    /// Whether the socket blocks; if so, connecting waits while the listener's queue is full.
    /// </param>
    /// <param name="peer">Who listens there, for error messages: <c>engine</c>.</param>
    /// <param name="command">Command that starts one, for error messages.</param>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorCode.ServerUnavailable"/>: no process listens there; <see cref="AudioErrorCode.AccessDenied"/>: it is another
    /// user's; <see cref="AudioErrorCode.InvalidArgument"/>: the path is too long.
    /// </exception>
    public static Socket Connect(string path, bool isBlocking, string peer, string command)
    {
        var address = SocketFile.EndPoint(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = isBlocking };
        try
        {
            socket.Connect(address);
            if (PeerCredentials.Of(socket).IsTrusted) return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw e.SocketErrorCode switch
            {
                SocketError.AccessDenied => OfAnotherUser(path, peer, e),
                SocketError.WouldBlock =>
                    new AudioException(AudioErrorCode.ServerUnavailable, path, "too many clients are waiting", "Try again", e),
                _ =>
                    new AudioException(AudioErrorCode.ServerUnavailable, path, $"no {peer} listens at this path",
                        $"Start one: {command}", e),
            };
        }

        socket.Dispose();
        throw OfAnotherUser(path, peer, inner: null);
    }

    private static AudioException OfAnotherUser(string path, string peer, Exception? inner) =>
        new(AudioErrorCode.AccessDenied, path, $"this {peer} belongs to another user", $"Start your own {peer} at another path", inner);
}

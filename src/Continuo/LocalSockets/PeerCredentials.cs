using System.Net.Sockets;
using System.Runtime.InteropServices;
using Continuo.LocalSockets.Interop;

namespace Continuo.LocalSockets;

/// <summary>Who is at the other end of a Unix socket, by the kernel's word (SO_PEERCRED). Immutable. Linux only.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct PeerCredentials
{
    /// <summary>The process that connected, or that listens; 0 if it cannot be seen from here.</summary>
    public int ProcessId { get; }

    /// <summary>The user it ran as at that time.</summary>
    public uint User { get; }

    /// <summary>The group it ran as at that time.</summary>
    public uint Group { get; }

    /// <summary>Whether the peer may be trusted: it is the same user, or root.</summary>
    public bool IsTrusted => User == LinuxFiles.EffectiveUser() || User == 0;

    /// <summary>Asks the kernel.</summary>
    /// <exception cref="SocketException">It is no connected Unix socket.</exception>
    public static PeerCredentials Of(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        const int SocketLevel = 1, PeerCredentialsOption = 17;
        PeerCredentials credentials = default;
        socket.GetRawSocketOption(SocketLevel, PeerCredentialsOption, MemoryMarshal.AsBytes(new Span<PeerCredentials>(ref credentials)));
        return credentials;
    }
}

using System.Net.Sockets;
using System.Runtime.InteropServices;
using Continuo.LocalSockets.Interop;

namespace Continuo.LocalSockets;

/// <summary>Identity of the peer of a Unix socket, as reported by the kernel (SO_PEERCRED). Immutable. Linux only.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct PeerCredentials
{
    /// <summary>The process that connected or listens; 0 if it is not visible from this process.</summary>
    public int ProcessId { get; }

    /// <summary>Its user id at that time.</summary>
    public uint User { get; }

    /// <summary>Its group id at that time.</summary>
    public uint Group { get; }

    /// <summary>Whether the peer is trusted: the same user, or root.</summary>
    public bool IsTrusted => User == LinuxFiles.EffectiveUser() || User == 0;

    /// <summary>Queries the kernel.</summary>
    /// <exception cref="SocketException">Not a connected Unix socket.</exception>
    public static PeerCredentials Of(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        const int SocketLevel = 1, PeerCredentialsOption = 17;
        PeerCredentials credentials = default;
        socket.GetRawSocketOption(SocketLevel, PeerCredentialsOption, MemoryMarshal.AsBytes(new Span<PeerCredentials>(ref credentials)));
        return credentials;
    }
}

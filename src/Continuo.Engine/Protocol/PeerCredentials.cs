using System.Net.Sockets;
using System.Runtime.InteropServices;
using Continuo.Engine.Interop;

namespace Continuo.Engine.Protocol;

/// <summary>Who is at the other end of a Unix socket, by the kernel's word (SO_PEERCRED).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PeerCredentials
{
    public int ProcessId;
    public uint User;
    public uint Group;

    /// <summary>Whether the peer may be trusted: it is the same user, or root.</summary>
    public readonly bool IsTrusted => User == LinuxProcess.EffectiveUser() || User == 0;

    public static PeerCredentials Of(Socket socket)
    {
        const int SocketLevel = 1, PeerCredentialsOption = 17;
        PeerCredentials credentials = default;
        socket.GetRawSocketOption(SocketLevel, PeerCredentialsOption, MemoryMarshal.AsBytes(new Span<PeerCredentials>(ref credentials)));
        return credentials;
    }
}

using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Continuo.WebRtc.Sdp;
using Continuo.WebRtc.Stun;

namespace Continuo.WebRtc.Tests.Sessions.Peers;

/// <summary>A socket that sends what a test wants, and checks with the credentials of a peer.</summary>
internal sealed class ManualPeer : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly IceCredentials _remote;

    public ManualPeer(IceCredentials remote)
    {
        _remote = remote;
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _socket.ReceiveBufferSize = 1 << 20;
    }

    public IPEndPoint Local => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>Sends a connectivity check.</summary>
    /// <returns>Its length.</returns>
    public int Check(IPEndPoint to, bool nominate)
    {
        var check = new byte[300];
        var credentials = new StunCredentials("mine"u8, _remote.FragmentBytes, _remote.PasswordBytes);
        var length = StunCheck.Write(check, RandomNumberGenerator.GetBytes(StunCheck.TransactionBytes), credentials, 1, nominate);
        _socket.SendTo(check.AsSpan(0, length), to);
        return length;
    }

    public void Send(byte[] datagram, IPEndPoint to) => _socket.SendTo(datagram, to);

    /// <summary>The next datagram; null if none comes.</summary>
    public byte[]? TryReceive(TimeSpan timeout)
    {
        if (!_socket.Poll(timeout, SelectMode.SelectRead)) return null;
        var buffer = new byte[2000];
        return buffer[.._socket.Receive(buffer)];
    }

    public byte[] Await()
    {
        var datagram = TryReceive(PeerRig.Patience);
        Assert.NotNull(datagram);
        return datagram;
    }

    public void Dispose() => _socket.Dispose();
}

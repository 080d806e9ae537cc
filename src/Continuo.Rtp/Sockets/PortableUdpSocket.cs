using System.Net;
using System.Net.Sockets;
using Continuo.Clocks;

namespace Continuo.Rtp.Sockets;

/// <summary>For all platforms: one call per datagram through the framework, with reused address objects.</summary>
internal sealed class PortableUdpSocket : UdpSocket
{
    private readonly SocketAddress _from;
    private readonly SocketAddress _to;
    private readonly byte[] _tooMuch;
    private readonly ushort _family;

    public PortableUdpSocket(Socket socket)
        : base(socket)
    {
        socket.Blocking = false;
        _from = new SocketAddress(socket.AddressFamily);
        _to = new SocketAddress(socket.AddressFamily);
        _tooMuch = new byte[65_536];
        _family = System.Runtime.InteropServices.MemoryMarshal.Read<ushort>(Local.Serialize().Buffer.Span);
    }

    public override long Overflows => 0;

    public override int Receive(DatagramBatch batch)
    {
        batch.Clear();
        for (var looks = 0; batch.Count < batch.Capacity && looks < batch.Capacity && Socket.Available > 0; looks++)
        {
            try
            {
                // Received through a buffer for any datagram: one that is too long would throw.
                var bytes = Socket.ReceiveFrom(_tooMuch, SocketFlags.None, _from);
                if (bytes > batch.MaxBytes)
                {
                    Oversized++;
                    continue;
                }

                _tooMuch.AsSpan(0, bytes).CopyTo(batch.Next);
                batch.AddReceived(batch.Count, bytes, PeerAddress.Read(_from.Buffer.Span[.._from.Size]), SystemClock.Instance.Now);
            }
            catch (SocketException)
            {
                // The peer closed its port (reset), or there was nothing to receive.
            }
            catch (ObjectDisposedException)
            {
                break;
            }
        }

        return batch.Count;
    }

    public override int Send(DatagramBatch batch)
    {
        var sent = 0;
        for (var i = 0; i < batch.Count; i++)
        {
            if (Send(batch[i], batch.Peer(i))) sent++;
            else batch.Refuse(i);
        }

        return sent;
    }

    public override bool Send(ReadOnlySpan<byte> datagram, in PeerAddress peer)
    {
        try
        {
            lock (_to)
            {
                _to.Size = peer.Write(_to.Buffer.Span, _family, IsIp6);
                return Socket.SendTo(datagram, SocketFlags.None, _to) == datagram.Length;
            }
        }
        catch (SocketException e)
        {
            CountRefused(1, e.ErrorCode);
            return false;
        }
    }

    private protected override string ErrorText(int error) => new SocketException(error).Message;
}

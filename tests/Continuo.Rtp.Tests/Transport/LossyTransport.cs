using System.Net;
using Continuo.Diagnostics;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Transport;

namespace Continuo.Rtp.Tests.Transport;

/// <summary>
/// A transport as a user writes one: it disguises what another one carries, and loses every tenth datagram of audio that is sent.
/// </summary>
internal sealed class LossyTransport(IPacketTransport inner) : IPacketTransport
{
    private const byte Mask = 0x5A;
    private readonly DatagramBatch _arrived = new(16);
    private readonly byte[] _sent = new byte[1500];
    private int _count;

    public IPEndPoint Local => inner.Local;

    public long Lost { get; private set; }

    public PacketTransportStatistics Statistics => inner.Statistics;

    [RealTime]
    public int Receive(DatagramBatch batch)
    {
        batch.Clear();
        if (batch.Capacity < _arrived.Capacity) return 0;
        inner.Receive(_arrived);
        for (var i = 0; i < _arrived.Count; i++)
        {
            Disguise(_arrived[i], batch.Next);
            batch.AddReceived(_arrived[i].Length, _arrived.Peer(i), _arrived.Arrival(i));
        }

        return batch.Count;
    }

    [RealTime]
    public int Send(DatagramBatch batch)
    {
        var sent = 0;
        for (var i = 0; i < batch.Count; i++) sent += Send(batch[i], batch.Peer(i)) ? 1 : 0;
        return sent;
    }

    [RealTime]
    public bool Send(ReadOnlySpan<byte> datagram, in PeerAddress peer)
    {
        if (datagram.Length > 500 && ++_count % 10 == 0)
        {
            Lost++;
            return true;
        }

        Disguise(datagram, _sent);
        return inner.Send(_sent.AsSpan(0, datagram.Length), peer);
    }

    public bool Wait(TimeSpan timeout) => inner.Wait(timeout);

    public void Interrupt() => inner.Interrupt();

    public void Dispose() => inner.Dispose();

    [RealTime]
    private static void Disguise(ReadOnlySpan<byte> from, Span<byte> to)
    {
        for (var i = 0; i < from.Length; i++) to[i] = (byte)(from[i] ^ Mask);
    }
}

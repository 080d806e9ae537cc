using System.Net;
using Continuo.Audio;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Wire;

namespace Continuo.Rtp.Tests.Sending;

/// <summary>
/// A receiver's two ports on this machine, which keep what comes. On loopback a datagram has arrived when its sending returns.
/// </summary>
internal sealed class Listener : IDisposable
{
    private readonly DatagramBatch _batch = new(256);
    private readonly UdpSocket _rtp;
    private readonly UdpSocket _rtcp;

    public Listener()
    {
        while (true)
        {
            _rtp = UdpSocket.Open(new UdpOptions { Local = new IPEndPoint(IPAddress.Loopback, 0) });
            try
            {
                _rtcp = UdpSocket.Open(new UdpOptions { Local = new IPEndPoint(IPAddress.Loopback, _rtp.Local.Port + 1) });
                return;
            }
            catch (AudioException)
            {
                _rtp.Dispose();
            }
        }
    }

    public int Port => _rtp.Local.Port;

    public List<byte[]> Packets { get; } = [];

    public List<(byte[] Datagram, PeerAddress From)> Reports { get; } = [];

    public void Receive()
    {
        while (_rtp.Receive(_batch) > 0)
        {
            for (var i = 0; i < _batch.Count; i++) Packets.Add(_batch[i].ToArray());
            _batch.Clear();
        }

        while (_rtcp.Receive(_batch) > 0)
        {
            for (var i = 0; i < _batch.Count; i++) Reports.Add((_batch[i].ToArray(), _batch.Peer(i)));
            _batch.Clear();
        }
    }

    public void Reply(ReadOnlySpan<byte> report) => Assert.True(_rtcp.Send(report, Reports[^1].From));

    public RtpHeader Header(int index)
    {
        Assert.True(RtpPacket.TryParse(Packets[index], out var packet));
        return packet.Header;
    }

    public RtcpSenderReport SenderReport(int index)
    {
        Assert.True(RtcpReader.IsWellFormed(Reports[index].Datagram));
        var reader = new RtcpReader(Reports[index].Datagram);
        Assert.True(reader.TryRead(out var packet) && packet.TryGetSenderReport(out _));
        packet.TryGetSenderReport(out var report);
        return report;
    }

    public bool HasGoodbye(int index)
    {
        var reader = new RtcpReader(Reports[index].Datagram);
        while (reader.TryRead(out var packet))
        {
            if (packet.Type == RtcpType.Goodbye) return true;
        }

        return false;
    }

    public void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
    }
}

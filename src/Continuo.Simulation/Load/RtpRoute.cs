using System.Net;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Wire;

namespace Continuo.Simulation.Load;

/// <summary>Sends the packets to the rooms' ports.</summary>
internal sealed class RtpRoute : IVoiceRoute, IDisposable
{
    /// <summary>SSRC of speaker 0 of every room.</summary>
    public const uint FirstSsrc = 1000;

    private readonly PeerAddress[] _rooms;
    private readonly int _clockStep;
    private readonly UdpSocket _socket = UdpSocket.Open(new UdpOptions { Local = new IPEndPoint(IPAddress.Loopback, 0) });
    private readonly DatagramBatch _batch = new(64);

    /// <param name="ports">Port of each room on the loopback interface.</param>
    /// <param name="clockStep">Ticks of the media clock in a packet.</param>
    public RtpRoute(IEnumerable<int> ports, int clockStep)
    {
        _rooms = [.. ports.Select(port => PeerAddress.From(new IPEndPoint(IPAddress.Loopback, port)))];
        _clockStep = clockStep;
    }

    /// <inheritdoc/>
    public void Send(int room, int voice, long packet, ReadOnlySpan<byte> payload, long now)
    {
        var header = new RtpHeader(PayloadTypes.Opus, (ushort)packet, (uint)(packet * _clockStep), FirstSsrc + (uint)voice);
        var at = header.WriteTo(_batch.Next);
        payload.CopyTo(_batch.Next[at..]);
        _batch.Add(at + payload.Length, _rooms[room]);
        if (_batch.Count == _batch.Capacity) Flush();
    }

    /// <inheritdoc/>
    public void Flush()
    {
        if (_batch.Count > 0) _socket.Send(_batch);
        _batch.Clear();
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}

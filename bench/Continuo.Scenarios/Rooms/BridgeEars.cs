using System.Net;
using Continuo.Diagnostics;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Transport;
using Continuo.Rtp.Wire;
using Continuo.Simulation.Load;
using Continuo.Threading;

namespace Continuo.Scenarios.Rooms;

/// <summary>The port at which all participants receive their mixes; measures how regularly these arrive. One thread.</summary>
internal sealed class BridgeEars : IDisposable
{
    private const int BufferBytes = 8 << 20;

    private readonly IMixingPeer _peer;
    private readonly UdpTransport _transport;
    private readonly LoadEar[] _ears;
    private readonly TimestampUnwrapper[] _times;
    private readonly long[] _earliest;
    private readonly LogHistogram _behind = new();
    private readonly int _clockStep;
    private readonly long _period;
    private readonly Thread _thread;
    private volatile bool _stopped;
    private long _bytes, _late;

    public BridgeEars(IMixingPeer peer, LoadEar[] ears, PacketCodec codec)
    {
        (_peer, _ears, _clockStep, _period) = (peer, ears, codec.ClockStep, codec.PacketTime.Ticks * 100);
        (_times, _earliest) = (new TimestampUnwrapper[ears.Length], new long[ears.Length]);
        _transport = UdpTransport.Open(
            new UdpOptions { Local = new IPEndPoint(IPAddress.Loopback, 0), ReceiveBufferBytes = BufferBytes }, isRtcpShared: true);
        Restart();
        _thread = new Thread(Run) { IsBackground = true, Name = "bridge ears" };
    }

    /// <summary>Address of the port.</summary>
    public IPEndPoint Address => _transport.Local;

    /// <summary>The port. Any thread may send.</summary>
    public UdpTransport Transport => _transport;

    /// <summary>Datagrams that the system dropped because this thread was too slow.</summary>
    public long Overflows => _transport.Statistics.Overflows;

    /// <summary>Bytes of Opus received.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Blocks that came more than a packet's time after the earliest one, by their numbers.</summary>
    public long Late => Volatile.Read(ref _late);

    /// <summary>How long after the earliest one each block came, by their numbers, in nanoseconds.</summary>
    public HistogramSnapshot Behind => _behind.Snapshot();

    public void Start() => _thread.Start();

    /// <summary>Forgets which blocks were the earliest.</summary>
    public void Restart() => Array.Fill(_earliest, long.MaxValue);

    public void Dispose()
    {
        _stopped = true;
        _transport.Interrupt();
        if (_thread.IsAlive) _thread.Join();
        _transport.Dispose();
    }

    private void Run()
    {
        _ = RealTimePriority.TryRaise(below: 1);
        var batch = new DatagramBatch(256);
        while (!_stopped)
        {
            if (!_transport.Wait(TimeSpan.FromSeconds(1))) continue;
            while (_transport.Receive(batch) > 0)
            {
                for (var i = 0; i < batch.Count; i++) Take(batch[i], batch.Peer(i), batch.Arrival(i));
            }
        }
    }

    private void Take(ReadOnlySpan<byte> datagram, in PeerAddress from, long arrival)
    {
        if (!RtpPacket.TryParse(datagram, out var packet)) return;
        var ear = _peer.ParticipantOf(from, packet.Header.Ssrc);
        if (ear < 0 || ear >= _ears.Length) return;
        var block = _times[ear].Unwrap(packet.Header.Timestamp) / _clockStep;
        _ears[ear].Take(block, packet.Payload, default, arrival);
        Volatile.Write(ref _bytes, _bytes + packet.Payload.Length);
        var start = arrival - block * _period;
        if (start < _earliest[ear]) _earliest[ear] = start;
        _behind.Record(start - _earliest[ear]);
        if (start - _earliest[ear] > _period) Volatile.Write(ref _late, _late + 1);
    }
}

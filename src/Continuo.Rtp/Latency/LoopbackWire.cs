using System.Net;
using Continuo.Clocks;
using Continuo.Rtp.Jitter;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Wire;
using Continuo.Threading;

namespace Continuo.Rtp.Latency;

/// <summary>
/// Sends packets as RTP to its own port on this machine, and inserts received packets into a jitter buffer on its own thread.
/// </summary>
internal sealed class LoopbackWire : IPacketWire, IDisposable
{
    private const byte PayloadType = 96;
    private const uint Ssrc = 0x434F4E54;
    private const long PollNanoseconds = 100_000_000;

    private readonly PacketCodec _codec;
    private readonly JitterBuffer _buffer;
    private readonly PathLog _log;
    private readonly MonotonicClock _clock;
    private readonly UdpSocket _sender = UdpSocket.Open(new UdpOptions { Local = new IPEndPoint(IPAddress.Loopback, 0) });
    private readonly UdpSocket _receiver = UdpSocket.Open(new UdpOptions { Local = new IPEndPoint(IPAddress.Loopback, 0) });
    private readonly SocketWait _wait;
    private readonly PeerAddress _peer;
    private readonly byte[] _datagram;
    private readonly Thread _thread;
    private volatile bool _stopped;

    public LoopbackWire(PacketCodec codec, int maxPayloadBytes, JitterBuffer buffer, PathLog log, MonotonicClock clock)
    {
        _datagram = new byte[RtpHeader.Bytes + maxPayloadBytes];
        (_codec, _buffer, _log, _clock) = (codec, buffer, log, clock);
        _peer = PeerAddress.From(_receiver.Local);
        _wait = new SocketWait(_receiver);
        _thread = new Thread(Receive) { IsBackground = true, Name = "latency network" };
        _thread.Start();
    }

    /// <summary>When the current chunk was written to the ring, and read from it.</summary>
    public (long Committed, long Taken) Chunk { get; set; }

    /// <summary>The same times for the chunk with the first frame of the current packet.</summary>
    public (long Committed, long Taken) PacketBegun { get; set; }

    public void Send(in OutgoingPacket packet)
    {
        var header = new RtpHeader(PayloadType, (ushort)packet.Sequence, (uint)_codec.ToClock(packet.MediaTime), Ssrc, packet.IsFirst);
        var at = header.WriteTo(_datagram);
        packet.Payload.CopyTo(_datagram.AsSpan(at));
        ref var times = ref _log[packet.MediaTime / _log.FramesPerPacket];
        times = new PathTimes
        {
            Captured = packet.CaptureTime,
            Committed = PacketBegun.Committed,
            Taken = PacketBegun.Taken,
            Sent = _clock.Now
        };
        _sender.Send(_datagram.AsSpan(0, at + packet.Payload.Length), _peer);
        PacketBegun = Chunk;
    }

    public void Dispose()
    {
        _stopped = true;
        _wait.Wake();
        _thread.Join();
        _wait.Dispose();
        _sender.Dispose();
        _receiver.Dispose();
    }

    private void Receive()
    {
        _ = RealTimePriority.TryRaise();
        var batch = new DatagramBatch(16, _datagram.Length);
        var sequences = new SequenceUnwrapper();
        while (!_stopped)
        {
            _wait.Wait(PollNanoseconds);
            while (!_stopped && _receiver.Receive(batch) > 0)
            {
                for (var i = 0; i < batch.Count; i++)
                {
                    if (!RtpPacket.TryParse(batch[i], out var packet) || packet.Header.Ssrc != Ssrc) continue;
                    // begins at 0, and wraps after a day
                    var mediaTime = packet.Header.Timestamp / (_codec.ClockRate / _codec.Format.SampleRate);
                    _log[mediaTime / _log.FramesPerPacket].Arrived = batch.Arrival(i);
                    _buffer.Insert(new IncomingPacket(sequences.Unwrap(packet.Header.Sequence), mediaTime, packet.Payload),
                        batch.Arrival(i));
                }
            }
        }
    }
}

using System.Net;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Transport;
using Continuo.Rtp.Wire;
using Continuo.Threading;

namespace Continuo.Simulation.Load;

/// <summary>The port at which all listeners receive their RTP packets, told apart by SSRC. One thread.</summary>
internal sealed class EarSocket : IDisposable
{
    private const int BufferBytes = 8 << 20;
    private const long FirstTime = 1L << 32; // what unwrapping adds to a timestamp

    private readonly UdpTransport _transport;
    private readonly LoadEar[] _ears;
    private readonly TimestampUnwrapper[] _times;
    private readonly int _clockStep;
    private readonly Thread _thread;
    private volatile bool _stopped;

    public EarSocket(LoadEar[] ears, PacketCodec codec)
    {
        (_ears, _times, _clockStep) = (ears, new TimestampUnwrapper[ears.Length], codec.ClockStep);
        _transport = UdpTransport.Open(
            new UdpOptions { Local = new IPEndPoint(IPAddress.Loopback, 0), ReceiveBufferBytes = BufferBytes }, isRtcpShared: true);
        _thread = new Thread(Run) { IsBackground = true, Name = "load ears" };
        _thread.Start();
    }

    /// <summary>Address of the port.</summary>
    public PeerAddress Address => PeerAddress.From(_transport.Local);

    /// <summary>Datagrams that the system dropped because this thread was too slow.</summary>
    public long Overflows => _transport.Statistics.Overflows;

    public void Dispose()
    {
        _stopped = true;
        _transport.Interrupt();
        _thread.Join();
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
                for (var i = 0; i < batch.Count; i++) Take(batch[i], batch.Arrival(i));
            }
        }
    }

    private void Take(ReadOnlySpan<byte> datagram, long arrival)
    {
        if (!RtpPacket.TryParse(datagram, out var packet) || packet.Header.Ssrc >= _ears.Length) return;
        var ear = packet.Header.Ssrc;
        var time = _times[ear].Unwrap(packet.Header.Timestamp) - FirstTime;
        _ears[ear].Take(time / _clockStep, packet.Payload, default, arrival);
    }
}

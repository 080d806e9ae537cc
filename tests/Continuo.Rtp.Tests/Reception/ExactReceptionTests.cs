using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using Continuo.Audio;
using Continuo.Rtp.Reception;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Wire;
using Continuo.Sources;

namespace Continuo.Rtp.Tests.Reception;

/// <summary>What is sent over the loopback arrives bit for bit, whatever happens to its packets.</summary>
public sealed class ExactReceptionTests
{
    private const int Frames = 480;

    [Theory]
    [InlineData("L16")]
    [InlineData("L24")]
    public void Reordered_and_doubled_packets_leave_no_trace_and_lost_ones_are_silence(string codec)
    {
        using var line = new Line(codec);
        var order = Enumerable.Range(0, 100).ToArray();
        for (var i = 5; i < 90; i += 7) (order[i], order[i + 2]) = (order[i + 2], order[i]);
        int[] lost = [40, 41, 77];
        foreach (var n in order.Where(n => !lost.Contains(n))) line.Send(n, ssrc: 7, (ushort)(65_500 + n), (uint)(n * Frames));
        foreach (var n in order.Take(20)) line.Send(n, ssrc: 7, (ushort)(65_500 + n), (uint)(n * Frames));
        Assert.Equal(
            Enumerable.Range(0, 100).SelectMany(n => lost.Contains(n) ? new float[Frames * 2] : line.Samples(n)),
            line.Read(100 * Frames));
        var buffer = line.Receiver.Stream!.GetStatistics().Buffer!;
        Assert.Equal((3 * Frames, 97, 20), (buffer.ConcealedFrames, buffer.PlayedPackets, buffer.DuplicatePackets));
        Assert.Equal(0, buffer.StretchedFrames + buffer.ShortenedFrames + buffer.SkippedFrames);
    }

    [Fact]
    public void A_sender_that_begins_again_is_one_recording()
    {
        using var line = new Line("L16");
        for (var n = 0; n < 40; n++) line.Send(n, ssrc: 7, (ushort)n, (uint)(n * Frames));
        var heard = line.Read(40 * Frames);
        // Other numbers and times, the same SSRC.
        for (var n = 40; n < 80; n++) line.Send(n, ssrc: 7, (ushort)(n + 20_000), (uint)(n * Frames + 3_000_000_000));
        heard.AddRange(line.Read(40 * Frames));
        // Everything is new.
        for (var n = 80; n < 120; n++) line.Send(n, ssrc: 99, (ushort)(n - 3_000), (uint)(n * Frames + 1_000_000));
        heard.AddRange(line.Read(40 * Frames));
        Assert.Equal(Enumerable.Range(0, 120).SelectMany(line.Samples), heard);
    }

    private sealed class Line : IDisposable
    {
        private readonly UdpSocket _socket = UdpSocket.Open(new UdpOptions { Local = new IPEndPoint(IPAddress.Loopback, 0) });
        private readonly PeerAddress _peer;
        private readonly int _bytes;

        public Line(string codec)
        {
            _bytes = codec == "L16" ? 2 : 3;
            using var free = UdpSocket.Open(new UdpOptions { Local = new IPEndPoint(IPAddress.Loopback, 0) });
            var port = free.Local.Port;
            free.Dispose();
            Receiver = ReceiverAddress.Open(AudioAddress.Parse($"rtp://127.0.0.1:{port}?codec={codec}&exact&delay=200"),
                new SourceRequest(null, null, 480, null, Clocks.SystemClock.Instance));
            Receiver.Open();
            _peer = PeerAddress.From(new IPEndPoint(IPAddress.Loopback, port));
        }

        public RtpReceiver Receiver { get; }

        public float[] Samples(int n) => [.. Values(n).Select(v => v / (_bytes == 2 ? 32_768f : 8_388_608f))];

        public void Send(int n, uint ssrc, ushort sequence, uint timestamp)
        {
            var packet = new byte[RtpHeader.Bytes + Frames * 2 * _bytes + 4];
            var at = new RtpHeader(96, sequence, timestamp, ssrc).WriteTo(packet);
            foreach (var value in Values(n))
            {
                BinaryPrimitives.WriteInt32BigEndian(packet.AsSpan(at), value << (32 - 8 * _bytes));
                at += _bytes;
            }

            Assert.True(_socket.Send(packet.AsSpan(0, at), _peer));
        }

        // As many frames as are to come; what does not come in ten seconds is missing.
        public List<float> Read(int frames)
        {
            var heard = new List<float>();
            var block = new float[960];
            var since = Stopwatch.StartNew();
            while (heard.Count < frames * 2 && since.Elapsed < TimeSpan.FromSeconds(10))
            {
                var read = Receiver.Read(block, TimeSpan.FromMilliseconds(100));
                heard.AddRange(block.AsSpan(0, read.Frames * 2));
            }

            return heard;
        }

        public void Dispose()
        {
            Receiver.Dispose();
            _socket.Dispose();
        }

        private IEnumerable<int> Values(int n)
        {
            var random = new Random(n);
            var most = _bytes == 2 ? 1 << 15 : 1 << 23;
            for (var i = 0; i < Frames * 2; i++) yield return random.Next(-most, most);
        }
    }
}

using System.Diagnostics;
using System.Net;
using Continuo.Audio;
using Continuo.Rtp.Jitter;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Reception;
using Continuo.Rtp.Sending;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Transport;
using Continuo.Rtp.Wire;

namespace Continuo.Rtp.Tests.Transport;

public sealed class PacketTransportTests
{
    private const int PacketFrames = 240;
    private const int Packets = 60;
    private static readonly AudioFormat Format = new(48_000, 2);

    [Theory]
    [InlineData("udp", true)]
    [InlineData("udp", false)]
    [InlineData("memory", true)]
    [InlineData("memory", false)]
    public void Rtp_travels_both_ways_over_any_transport(string kind, bool isLossy)
    {
        var network = new MemoryNetwork();
        Send(sender: Open(), receiver: Open());
        Send(sender: Open(), receiver: Open());

        IPacketTransport Open()
        {
            IPacketTransport transport = kind == "udp"
                ? UdpTransport.Open(new UdpOptions { Local = new IPEndPoint(IPAddress.Loopback, 0) }, isRtcpShared: true)
                : network.Open();
            return isLossy ? new LossyTransport(transport) : transport;
        }
    }

    [Fact]
    public void A_full_queue_drops_and_counts_and_a_datagram_to_no_one_is_refused()
    {
        var network = new MemoryNetwork(capacity: 4);
        using var one = network.Open(5004);
        using var other = network.Open();
        Assert.Throws<ArgumentException>(() => network.Open(5004));
        for (var i = 0; i < 6; i++) Assert.True(other.Send([(byte)i, 0], PeerAddress.From(one.Local)));
        Assert.False(other.Send([1], PeerAddress.From(new IPEndPoint(IPAddress.Loopback, 9))));
        var batch = new DatagramBatch(8);
        Assert.Equal(4, one.Receive(batch));
        Assert.Equal([0, 1, 2, 3], Enumerable.Range(0, 4).Select(i => (int)batch[i][0]));
        Assert.Equal(PeerAddress.From(other.Local), batch.Peer(0));
        Assert.Equal((2, 1), (one.Statistics.Overflows, other.Statistics.Refused));
        Assert.False(one.Wait(TimeSpan.Zero));
    }

    [Fact]
    public void Threads_that_send_at_once_lose_and_mix_up_nothing()
    {
        const int Senders = 4, Each = 20_000;
        var network = new MemoryNetwork(capacity: 64);
        using var receiver = network.Open();
        var peer = PeerAddress.From(receiver.Local);
        var threads = Enumerable.Range(0, Senders).Select(n => new Thread(() => SendAll(n))).ToList();
        threads.ForEach(t => t.Start());
        var (batch, next, received, waits) = (new DatagramBatch(16), new int[Senders], 0L, 0);
        while (received + receiver.Statistics.Overflows < Senders * Each && waits < 100)
        {
            if (!receiver.Wait(TimeSpan.FromMilliseconds(100))) waits++;
            for (var i = receiver.Receive(batch) - 1; i >= 0; i--)
            {
                Assert.Equal(BitConverter.ToInt32(batch[i][4..]), ~BitConverter.ToInt32(batch[i]));
                received++;
            }
        }

        threads.ForEach(t => t.Join());
        Assert.Equal(Senders * Each, received + receiver.Statistics.Overflows);

        void SendAll(int sender)
        {
            using var transport = network.Open();
            var datagram = new byte[8];
            for (var i = 0; i < Each; i++)
            {
                BitConverter.TryWriteBytes(datagram, i);
                BitConverter.TryWriteBytes(datagram.AsSpan(4), ~i);
                transport.Send(datagram, peer);
            }
        }
    }

    [Fact]
    public void Interrupt_ends_a_wait_and_sending_and_receiving_allocate_nothing()
    {
        var network = new MemoryNetwork();
        using var one = network.Open();
        using var other = network.Open();
        var (batch, peer) = (new DatagramBatch(4), PeerAddress.From(other.Local));
        batch.Next[0] = 1;
        batch.Add(100, peer);
        var received = new DatagramBatch(4);
        Assert.Equal(0, LeastAllocated.Bytes(() =>
        {
            for (var i = 0; i < 1_000; i++)
            {
                one.Send(batch);
                other.Receive(received);
            }
        }));
        var waiting = Task.Run(() => one.Wait(TimeSpan.FromMinutes(1)));
        one.Interrupt();
        Assert.True(waiting.Wait(TimeSpan.FromSeconds(20)));
        Assert.False(one.Wait(TimeSpan.FromMinutes(1)));
    }

    /// <summary>Sends packets of noise in L16, and compares what is received exactly; what was lost is silence.</summary>
    private static void Send(IPacketTransport sender, IPacketTransport receiver)
    {
        var codec = CodecRegistry.Describe("L16", Format, TimeSpan.FromMilliseconds(5));
        using var source = new RtpReceiver(new RtpReceiverOptions
        {
            Reception = new ReceptionOptions
            {
                Payloads = PayloadMap.Of(codec),
                Jitter = JitterBufferOptions.Default with { IsExact = true, StartDelay = TimeSpan.FromMilliseconds(100) },
                DriftCorrection = false,
            },
            Transport = () => receiver,
        });
        source.Open();
        var random = new Random(3);
        // None of them is silence.
        var sent = Enumerable.Range(0, Packets * PacketFrames * 2).Select(_ => random.Next(1, 32_768) / 32_768f).ToArray();
        using var sink = new RtpSenderSink(
            new RtpSenderOptions(new RtpAddress("127.0.0.1", receiver.Local.Port))
            {
                Codec = "L16",
                PacketTime = TimeSpan.FromMilliseconds(5),
                Transport = () => sender,
            });
        sink.Open(Format);
        sink.Write(sent);
        var (heard, block, since) = (new List<float>(), new float[960], Stopwatch.StartNew());
        while (heard.Count < sent.Length && since.Elapsed < TimeSpan.FromSeconds(20))
        {
            var read = source.Read(block, TimeSpan.FromMilliseconds(100));
            heard.AddRange(block.AsSpan(0, read.Frames * 2));
            if (heard.Count == 0 && source.Stream is null) continue;
            // What follows a lost packet ends the wait for it.
            if (heard.Count < sent.Length && read.Frames == 0) sink.Write(new float[PacketFrames * 2]);
        }

        var lost = (sender as LossyTransport)?.Lost ?? 0;
        Assert.Equal(sender is LossyTransport, lost > 0);
        for (var packet = 0; packet < Packets; packet++)
        {
            var samples = heard.GetRange(packet * PacketFrames * 2, PacketFrames * 2);
            var isLost = sender is LossyTransport && packet % 10 == 9;
            Assert.Equal(
                isLost ? new float[PacketFrames * 2] : sent[(packet * PacketFrames * 2)..((packet + 1) * PacketFrames * 2)],
                samples);
        }

        Assert.Equal(1, source.Stream!.GetStatistics().SenderReports);
    }
}

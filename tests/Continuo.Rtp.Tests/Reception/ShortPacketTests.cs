using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Rtp.Jitter;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Reception;
using Continuo.Rtp.Wire;

namespace Continuo.Rtp.Tests.Reception;

/// <summary>AES67's packets of 1 ms and less: limits are times, whatever the number of packets.</summary>
public sealed class ShortPacketTests
{
    [Theory]
    [InlineData(1_000, 0, 0)]
    [InlineData(1_000, 200, 0)]
    [InlineData(1_000, 0, 150)]
    [InlineData(250, 0, 150)]
    [InlineData(125, 0, 150)]
    [InlineData(125, 1_000, 0)]
    public void They_are_heard_over_delays_and_stalls(int microseconds, int minDelay, int stall)
    {
        // Announced as usual packets, which they are not.
        var codec = CodecRegistry.Describe("L24", new AudioFormat(48_000, 2));
        var clock = new VirtualClock(1_000_000_000);
        var delay = TimeSpan.FromMilliseconds(Math.Max(50, minDelay));
        var jitter = new JitterBufferOptions { StartDelay = delay, MinDelay = TimeSpan.FromMilliseconds(minDelay) };
        using var session = new RtpDemultiplexer(
            new ReceptionOptions { Payloads = PayloadMap.Of(codec), Clock = clock, DriftCorrection = false, Jitter = jitter }, seed: 1);
        var frames = 48 * microseconds / 1_000;
        var packet = new byte[RtpHeader.Bytes + frames * 6];
        var peer = new Voice(7).Address;
        var block = new float[960];
        var silent = 0;
        var sent = 0L;
        for (var ms = 0; ms < 5_000; ms += 10)
        {
            clock.AdvanceTo(1_000_000_000 + ms * 1_000_000L);
            var isStalled = stall > 0 && ms % 1_000 < stall;
            for (; !isStalled && sent * microseconds < ms * 1_000L; sent++)
            {
                packet.AsSpan(RtpHeader.Bytes).Fill(0x22); // 0.27 in each sample
                new RtpHeader(96, (ushort)sent, (uint)(sent * frames), 7).WriteTo(packet);
                session.Take(packet, peer, clock.Now);
            }

            foreach (var stream in session.Streams) stream.Read(block);
            if (ms > 2_500 && session.Streams.Count > 0) silent += block.Count(s => Math.Abs(s) < 0.01f);
        }

        var statistics = Assert.Single(session.Streams).GetStatistics();
        var buffer = statistics.Buffer!;
        Assert.Equal((sent, sent, 0L), (statistics.ReceivedPackets, statistics.ExpectedPackets, statistics.RejectedPackets));
        Assert.Equal((0, 0, 0), (buffer.OverflowPackets, buffer.OverwrittenPackets, buffer.ImplausiblePackets));
        // Of the heap that the session begins with, what is older than the delay.
        Assert.InRange(buffer.DiscardedPackets, 0, (stall + 10) * 1_000 / microseconds);
        Assert.Equal(0, silent);
        Assert.InRange(buffer.ConcealedFrames + buffer.HeldFrames, 0, 48 * 2 * stall);
    }
}

using Continuo.Clocks;
using Continuo.Rtp.Reception;
using Continuo.Rtp.Sdp;
using Continuo.Rtp.Wire;

namespace Continuo.Rtp.Tests.Reception;

/// <summary>
/// Packets of nothing but padding, by which browsers probe the bandwidth: with the audio's payload type, and a sequence number each.
/// </summary>
public sealed class PaddingTests
{
    private const long Start = 1_000_000_000;
    private const long Block = 10_000_000;

    [Fact]
    public void Probes_are_counted_and_neither_heard_nor_missed()
    {
        var clock = new VirtualClock(Start);
        var media = new SdpMedia { Port = 5004, Formats = [new SdpFormat(Voice.L16, "L16", 48_000, 1)], PacketMilliseconds = 10 };
        using var session = new RtpDemultiplexer(new ReceptionOptions { Payloads = PayloadMap.Of(media, "test"), Clock = clock }, seed: 1);
        var voice = new Voice(1);
        var probe = new byte[RtpHeader.Bytes + 255];
        var block = new float[480];
        var probes = 0;
        for (var k = 0; k < 500; k++)
        {
            var now = Start + k * Block;
            clock.AdvanceTo(now);
            session.Take(voice.Next(), voice.Address, now);
            for (var i = 0; i < (k is >= 100 and < 150 ? 17 : 0); i++)
            {
                new RtpHeader(Voice.L16, voice.Sequence++, voice.Timestamp, voice.Ssrc).WriteTo(probe);
                session.Take(probe.AsSpan(0, RtpHeader.Pad(probe, RtpHeader.Bytes, 255)), voice.Address, now);
                probes++;
            }

            if (session.Streams.Count > 0) session.Streams[0].Read(block);
        }

        var statistics = session.Streams[0].GetStatistics();
        Assert.Equal(probes, statistics.EmptyPackets);
        Assert.Equal(statistics.ExpectedPackets, statistics.ReceivedPackets);
        Assert.Equal(0, statistics.UndecodablePackets);
        var buffer = statistics.Buffer!;
        Assert.Equal((0, 0, 0), (buffer.ConcealedFrames, buffer.HeldFrames, buffer.TimestampJumps));
        Assert.InRange(buffer.PlayedFrames, 480 * 480, 500 * 480);
    }
}

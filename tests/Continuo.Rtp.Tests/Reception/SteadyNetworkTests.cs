using Continuo.Clocks;
using Continuo.Rtp.Reception;
using Continuo.Rtp.Sdp;

namespace Continuo.Rtp.Tests.Reception;

/// <summary>
/// Reception in the ordinary mode where the network delays nothing, and only the schedulers of the two machines are late now and then.
/// In virtual time.
/// </summary>
public sealed class SteadyNetworkTests
{
    private const long Start = 1_000_000_000;
    private const long Block = 10_000_000;
    private const int SettlingBlocks = 3_000;
    private const int Blocks = 9_000;

    /// <summary>One frame in five thousand: two or three splices in a minute.</summary>
    private const int MaxScaled = (Blocks - SettlingBlocks) * 480 / 5_000;

    [Theory]
    [InlineData(10, 0.2, 0, 0)]
    [InlineData(10, 1, 0, 0)]
    [InlineData(10, 2, 0, 0)]
    [InlineData(20, 0.2, 0, 0)]
    [InlineData(20, 2, 0, 0)]
    [InlineData(10, 1, 50, MaxScaled)]
    [InlineData(10, 2, -200, MaxScaled)]
    [InlineData(20, 1, 200, MaxScaled)]
    [InlineData(20, 2, -50, MaxScaled)]
    [InlineData(10, 5, 0, 4_000)] // stalls of up to 15 ms change the target now and then
    public void Once_it_has_settled_it_time_scales_nothing_or_next_to_nothing(int packetMs, double latenessMs, int ppm, int most)
    {
        for (var seed = 1; seed <= 4; seed++)
        {
            var scaled = Receive(packetMs, latenessMs, ppm, seed);
            Assert.True(scaled <= most, $"{scaled} frames were time-scaled in a minute with seed {seed}");
        }
    }

    /// <summary>Receives for 90 s.</summary>
    /// <returns>The number of frames stretched or shortened in the last 60 s.</returns>
    private static long Receive(int packetMs, double latenessMs, int ppm, int seed)
    {
        var clock = new VirtualClock(Start);
        var media = new SdpMedia { Port = 5004, Formats = [new SdpFormat(Voice.L16, "L16", 48_000, 1)], PacketMilliseconds = packetMs };
        using var session = new RtpDemultiplexer(new ReceptionOptions { Payloads = PayloadMap.Of(media, "test"), Clock = clock }, seed: 1);
        var voice = new Voice(1) { PacketFrames = packetMs * 48 };
        var random = new Random(seed);
        var (packets, phase, settled) = (0L, random.NextInt64(Block), 0L);
        var block = new float[480];
        var (arrival, read) = (NextArrival(), 0L);
        for (var k = 0L; k < Blocks; k++)
        {
            read = Math.Max(read, Start + k * Block + Lateness());
            for (; arrival <= read; arrival = Math.Max(arrival, NextArrival()))
            {
                clock.AdvanceTo(arrival);
                session.Take(voice.Next(), voice.Address, arrival);
                packets++;
            }

            clock.AdvanceTo(read);
            if (session.Streams.Count > 0) session.Streams[0].Read(block);
            if (k == SettlingBlocks) settled = Scaled();
        }

        return Scaled() - settled;

        long NextArrival() => Start + phase + (long)(packets * packetMs * 1e6 * (1 + ppm * 1e-6)) + Lateness();

        // Exponential with a small mean, and once in some 300 wake-ups up to three times as late as given.
        long Lateness() => (long)(latenessMs * 1e6
            * (random.Next(300) == 0 ? 1 + 2 * random.NextDouble() : -0.15 * Math.Log(1 - random.NextDouble())));

        long Scaled() => session.Streams[0].GetStatistics().Buffer is { } buffer ? buffer.StretchedFrames + buffer.ShortenedFrames : 0;
    }
}

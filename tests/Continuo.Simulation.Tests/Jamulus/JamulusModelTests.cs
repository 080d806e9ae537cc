using Continuo.Simulation.Jamulus;
using Continuo.Simulation.Playout;
using Continuo.Simulation.Tests.Playout;

namespace Continuo.Simulation.Tests.Jamulus;

public sealed class JamulusModelTests
{
    [Fact]
    public void A_steady_network_is_played_at_once_and_without_a_hole()
    {
        var result = Run(Enumerable.Repeat(50.0, 500));
        Assert.Equal(0, result.ConcealedFrames);
        Assert.InRange(result.MeanDelayMs, 0, 20);
    }

    [Fact]
    public void Shorter_blocks_make_the_delay_grow_by_less()
    {
        var trace = Scripted.Trace(Enumerable.Range(0, 500).Select(i => i == 250 ? 75.0 : 50.0));
        var samples = PlayoutRun.Run(trace, JamulusModel.WithBlocks(10), keepSamples: true).Samples;
        Assert.Equal(samples[400].DelayMs + 10, samples[^1].DelayMs, 3);
    }

    [Fact]
    public void The_delay_grows_with_the_latest_packet_by_whole_blocks()
    {
        var samples = Run(Enumerable.Range(0, 500).Select(i => i == 250 ? 75.0 : 50.0)).Samples;
        Assert.Equal(samples[400].DelayMs + 40, samples[^1].DelayMs, 3);
        Assert.Equal(40, samples.Sum(s => s.ConcealedFrames) / 48.0, 3);
    }

    [Fact]
    public void After_600_ms_of_nothing_only_the_newest_blocks_that_fit_are_played()
    {
        var delays = Enumerable.Range(0, 900).Select(i => i is >= 400 and < 430 ? 650.0 - (i - 400) * 20 : 50.0);
        var result = Run(delays);
        Assert.InRange(result.LatePackets, 20, 30);
        Assert.InRange(result.Samples[^1].DelayMs, 0, 6 * 20);
        Assert.InRange(result.ConcealedFrames / 48.0, 560, 660);
    }

    [Fact]
    public void A_silent_sender_is_not_concealed()
    {
        var packets = Enumerable.Range(0, 200).Select(i => Scripted.Packet(i, 50)).Select(p => p.Sequence < 100
            ? p with { IsPause = p.Sequence == 99 }
            : p with
            {
                MediaTime = p.MediaTime + 48_000,
                SendTime = p.SendTime + 1_000_000_000,
                ArrivalTime = p.ArrivalTime + 1_000_000_000,
            });
        var trace = new Continuo.Simulation.Traces.PacketTrace("dtx", 48_000, Scripted.FramesPerPacket, [.. packets]);
        Assert.Equal(0, PlayoutRun.Run(trace, JamulusModel.Method).ConcealedFrames);
    }

    private static PlayoutResult Run(IEnumerable<double> delays) =>
        PlayoutRun.Run(Scripted.Trace(delays), JamulusModel.Method, keepSamples: true);
}

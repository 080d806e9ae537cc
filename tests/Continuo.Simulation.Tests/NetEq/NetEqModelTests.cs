using Continuo.Simulation.NetEq;
using Continuo.Simulation.Playout;
using Continuo.Simulation.Tests.Playout;

namespace Continuo.Simulation.Tests.NetEq;

public sealed class NetEqModelTests
{
    [Fact]
    public void It_starts_at_once_and_stretches_towards_80_ms_by_15_ms_each_60_ms()
    {
        var samples = Run(Enumerable.Repeat(50.0, 100)).Samples;
        Assert.Equal(0, samples[0].DelayMs, 3);
        var stretched = samples.Take(60)
            .Where(s => s.Reason.StartsWith("preemptive", StringComparison.Ordinal))
            .Select(s => s.Time / 10_000_000)
            .ToList();
        Assert.Equal(5, stretched.Count);
        Assert.All(stretched.Zip(stretched.Skip(1)), pair => Assert.Equal(6, pair.Second - pair.First));
        Assert.InRange(samples[45].DelayMs, 70, 85);
    }

    [Fact]
    public void On_a_steady_network_it_comes_down_to_within_its_limits_of_the_target()
    {
        var result = Run(Enumerable.Repeat(50.0, 1000));
        Assert.Equal(20, result.Samples[^1].TargetMs);
        Assert.InRange(result.Samples[^1].DelayMs, 10, 40);
        Assert.Equal(0, result.ConcealedFrames);
    }

    [Fact]
    public void A_lost_packet_is_concealed_for_just_its_length_and_costs_no_delay()
    {
        var result = Run(Enumerable.Range(0, 500).Select(i => i == 400 ? double.NaN : 50.0));
        Assert.Equal(Scripted.FramesPerPacket, result.ConcealedFrames);
        Assert.Equal(result.Samples[780].DelayMs, result.Samples[^1].DelayMs, 3);
    }

    [Fact]
    public void A_late_packet_is_still_played_and_makes_the_delay_grow()
    {
        var samples = Run(Enumerable.Range(0, 500).Select(i => i is >= 400 and < 405 ? 150.0 - (i - 400) * 20 : 50.0)).Samples;
        var before = samples[790].DelayMs;
        var concealed = samples.Skip(790).Sum(s => s.ConcealedFrames) / 48.0;
        Assert.InRange(concealed, 80, 90);
        Assert.Equal(before + concealed, samples[830].DelayMs, 3);
    }

    [Fact]
    public void After_600_ms_of_nothing_it_waits_for_two_seconds_and_then_shortens_by_15_ms_each_60_ms()
    {
        var delays = Enumerable.Range(0, 2500).Select(i => i is >= 2000 and < 2030 ? 650.0 - (i - 2000) * 20 : 50.0);
        var samples = Run(delays).Samples;
        var shortened = samples.Skip(4060).Where(s => s.ScaledFrames < 0).Select(s => (s.Time - samples[0].Time) / 1e9).ToList();
        Assert.InRange(samples[4065].DelayMs, 580, 640);
        Assert.InRange(shortened[0], 42, 43);
        Assert.InRange(samples[4550].DelayMs, 10, 60);
    }

    [Fact]
    public void Copies_make_up_for_lost_packets_once_the_target_waits_for_them()
    {
        var random = new Random(1);
        var result = PlayoutRun.Run(
            Scripted.Trace(Enumerable.Range(0, 5000).Select(_ => random.NextDouble() < 0.2 ? double.NaN : 50.0), copies: 1),
            NetEqModel.Method);
        Assert.InRange(result.ConcealedShare, 0.03, 0.05);
    }

    [Fact]
    public void A_silent_sender_is_met_with_comfort_noise()
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
        Assert.Equal(0, PlayoutRun.Run(trace, NetEqModel.Method).ConcealedFrames);
    }

    private static PlayoutResult Run(IEnumerable<double> delays) =>
        PlayoutRun.Run(Scripted.Trace(delays), NetEqModel.Method, keepSamples: true);
}

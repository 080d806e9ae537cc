using Continuo.Simulation.Networks;
using Continuo.Simulation.Traces;

namespace Continuo.Simulation.Tests.Networks;

public sealed class ImpairmentTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(30);

    [Fact]
    public void Random_loss_loses_its_share_and_mostly_single_packets()
    {
        var trace = Run(Long, new RandomLoss(0.2));
        Assert.Equal(0.2, LostShare(trace), 0.005);
        Assert.Equal(1.25, MeanBurst(trace), 0.05);
    }

    [Fact]
    public void Gilbert_elliott_loss_loses_its_share_in_bursts_of_its_length()
    {
        var trace = Run(Long, GilbertElliottLoss.Of(0.1, 3));
        Assert.Equal(0.1, LostShare(trace), 0.01);
        Assert.Equal(3, MeanBurst(trace), 0.15);
    }

    [Fact]
    public void Burst_loss_takes_three_packets_of_20_ms_each_time()
    {
        var trace = Run(Long, new BurstLoss(60, 700, 300));
        Assert.Equal(3, MeanBurst(trace), 0.02);
        Assert.Equal(60.0 / 1060, LostShare(trace), 0.005);
    }

    [Fact]
    public void A_stall_holds_packets_back_until_its_end_and_then_lets_them_go_together()
    {
        var trace = Run(TimeSpan.FromSeconds(4), RandomDelay.Constant(30), Stalls.Once(1000, 600), new InOrder(0.1));
        var held = trace.Packets.Where(p => p.Delay > 30_000_000).ToList();
        Assert.Equal(30, held.Count);
        Assert.Equal(1_600_000_000, held[0].ArrivalTime);
        Assert.Equal(100_000, held[1].ArrivalTime - held[0].ArrivalTime);
    }

    [Fact]
    public void Stalls_at_fixed_distances_come_at_their_times()
    {
        var trace = Run(TimeSpan.FromSeconds(50), Stalls.Every(10_000, 100, 15_000));
        Assert.Equal([10_000, 25_000, 40_000], trace.Packets.Where(p => p.Delay > 90_000_000).Select(p => (int)(p.SendTime / 1_000_000)));
    }

    [Fact]
    public void A_bottleneck_fills_to_its_size_and_empties_again()
    {
        var delays = Run(Long, new Bottleneck(300, 8000, 8000)).Packets.Where(p => !p.IsLost).Select(p => p.Delay / 1e6).Order().ToList();
        Assert.Equal(0, delays[delays.Count / 10]);
        Assert.InRange(delays[^1], 280, 300);
        Assert.InRange(delays[delays.Count * 9 / 10], 150, 300);
    }

    [Fact]
    public void Reordering_lets_later_packets_overtake()
    {
        var trace = Run(Long, RandomDelay.Constant(10), new Reordering(0.1, 25, 60));
        var overtaken = trace.Packets.Zip(trace.Packets.Skip(1)).Count(pair => pair.First.ArrivalTime > pair.Second.ArrivalTime);
        Assert.InRange((double)overtaken / trace.Packets.Count, 0.08, 0.11);
    }

    [Fact]
    public void Duplicates_stand_behind_their_originals_and_arrive_after_them()
    {
        var trace = Run(Long, RandomDelay.Constant(10), new Duplication(0.1, 40));
        var pairs = trace.Packets.Zip(trace.Packets.Skip(1)).Where(pair => pair.First.Sequence == pair.Second.Sequence).ToList();
        Assert.InRange((double)pairs.Count / trace.Packets.Count, 0.08, 0.1);
        Assert.All(pairs, pair => Assert.True(pair.First.ArrivalTime <= pair.Second.ArrivalTime));
    }

    [Fact]
    public void A_route_changes_its_delay_in_steps()
    {
        var trace = Run(TimeSpan.FromSeconds(3), new Route((0, 30), (1000, 80), (2000, 45)));
        Assert.Equal([30, 80, 45], trace.Packets.Select(p => (int)(p.Delay / 1_000_000)).Distinct());
    }

    [Fact]
    public void A_silent_sender_leaves_media_time_out_but_no_sequence_numbers()
    {
        var sender = new PacketSender { MeanTalkMs = 1000, MeanPauseMs = 500 };
        var trace = new SimulatedNetwork(sender, () => []).Trace("pauses", 3, Long);
        var steps = trace.Packets.Zip(trace.Packets.Skip(1)).ToList();
        Assert.All(steps, pair => Assert.Equal(pair.First.Sequence + 1, pair.Second.Sequence));
        Assert.All(steps, pair => Assert.Equal(pair.First.IsPause, pair.Second.MediaTime - pair.First.MediaTime > trace.FramesPerPacket));
        Assert.Equal(0.66, trace.Packets.Count * 20.0 / Long.TotalMilliseconds, 0.03);
    }

    private static PacketTrace Run(TimeSpan duration, params IImpairment[] impairments) =>
        new SimulatedNetwork(new PacketSender(), () => impairments).Trace("test", 42, duration);

    private static double LostShare(PacketTrace trace) => (double)trace.Packets.Count(p => p.IsLost) / trace.Packets.Count;

    private static double MeanBurst(PacketTrace trace)
    {
        var starts = trace.Packets.Zip(trace.Packets.Skip(1)).Count(pair => !pair.First.IsLost && pair.Second.IsLost);
        return (double)trace.Packets.Count(p => p.IsLost) / starts;
    }
}

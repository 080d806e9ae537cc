using Continuo.Simulation.Clocks;
using Continuo.Simulation.Playout;
using Continuo.Simulation.Traces;

namespace Continuo.Simulation.Tests.Playout;

public sealed class PlayoutRunTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(85)]
    public void The_delay_of_a_fixed_buffer_on_a_constant_network_is_its_own(double delay)
    {
        var result = PlayoutRun.Run(Scripted.Trace(Enumerable.Repeat(50.0, 500)), FixedDelay.Method(delay));
        Assert.Equal(delay, result.MeanDelayMs, 6);
        Assert.Equal(delay, result.P95DelayMs, 6);
        Assert.Equal(0, result.LatePackets);
        Assert.Equal(0, result.ConcealedFrames);
    }

    [Fact]
    public void Lost_and_late_packets_are_concealed_and_told_apart()
    {
        var delays = Enumerable.Range(0, 500).Select(i => i % 10 == 5 ? double.NaN : i % 10 == 8 ? 115.0 : 50.0);
        var result = PlayoutRun.Run(Scripted.Trace(delays), FixedDelay.Method(40));
        Assert.Equal(49, result.LostPackets);
        Assert.Equal(49, result.LatePackets);
        Assert.InRange(result.ConcealedShare, 0.19, 0.21);
    }

    [Fact]
    public void Copies_in_later_packets_fill_the_holes()
    {
        var delays = Enumerable.Range(0, 500).Select(i => i % 10 is 5 or 6 ? double.NaN : 50.0).ToArray();
        Assert.InRange(PlayoutRun.Run(Scripted.Trace(delays, copies: 1), FixedDelay.Method(60)).ConcealedShare, 0.09, 0.11);
        Assert.Equal(0, PlayoutRun.Run(Scripted.Trace(delays, copies: 2), FixedDelay.Method(60)).ConcealedFrames);
    }

    [Fact]
    public void Duplicates_and_reordering_do_no_harm()
    {
        var packets = Enumerable.Range(0, 500)
            .SelectMany(i => Enumerable.Repeat(Scripted.Packet(i, i % 7 == 3 ? 75 : 50), 1 + i % 2))
            .ToArray();
        var result = PlayoutRun.Run(new PacketTrace("twice", 48_000, Scripted.FramesPerPacket, packets), FixedDelay.Method(30));
        Assert.Equal(0, result.ConcealedFrames);
        Assert.Equal(0, result.LatePackets);
    }

    [Fact]
    public void A_sender_that_is_silent_is_not_concealed()
    {
        var packets = Enumerable.Range(0, 200).Select(i => Scripted.Packet(i, 50)).Select(p => p.Sequence < 100
            ? p with { IsPause = p.Sequence == 99 }
            : p with
            {
                MediaTime = p.MediaTime + 48_000,
                SendTime = p.SendTime + 1_000_000_000,
                ArrivalTime = p.ArrivalTime + 1_000_000_000,
            });
        var result = PlayoutRun.Run(new PacketTrace("dtx", 48_000, Scripted.FramesPerPacket, [.. packets]), FixedDelay.Method(40));
        Assert.Equal(0, result.ConcealedFrames);
        Assert.Equal(40, result.MeanDelayMs, 6);
    }

    [Fact]
    public void A_consumer_whose_clock_is_fast_eats_up_a_fixed_delay()
    {
        var trace = Scripted.Trace(Enumerable.Repeat(50.0, 1000));
        var fast = new PacketTrace("fast", trace.SampleRate, trace.FramesPerPacket, trace.Packets, ClockModel.Constant(1000));
        var samples = PlayoutRun.Run(fast, FixedDelay.Method(40), keepSamples: true).Samples;
        Assert.Equal(40, samples[4].DelayMs, 0);
        Assert.Equal(20, samples[^1].DelayMs, 0);
    }

    [Fact]
    public void A_method_cannot_play_what_has_not_arrived() =>
        Assert.Throws<InvalidOperationException>(() =>
            PlayoutRun.Run(Scripted.Trace([50, double.NaN, 50, 50, 50]), new PlayoutMethod("liar", _ => new Liar())));

    [Fact]
    public void A_method_must_fill_its_ticks() =>
        Assert.Throws<InvalidOperationException>(() =>
            PlayoutRun.Run(Scripted.Trace([50, 50, 50, 50, 50]), new PlayoutMethod("lazy", _ => new Lazy())));

    private sealed class Liar : IPlayoutModel
    {
        private long _position;

        public void Insert(in PlayoutPacket packet)
        {
        }

        public void Pull(long now, PlayoutTick tick)
        {
            tick.Play(_position, tick.Frames);
            _position += tick.Frames;
        }
    }

    private sealed class Lazy : IPlayoutModel
    {
        public void Insert(in PlayoutPacket packet)
        {
        }

        public void Pull(long now, PlayoutTick tick) => tick.Conceal(tick.Frames - 1);
    }
}

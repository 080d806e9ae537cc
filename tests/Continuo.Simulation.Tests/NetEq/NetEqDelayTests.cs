using Continuo.Simulation.NetEq;

namespace Continuo.Simulation.Tests.NetEq;

public sealed class NetEqDelayTests
{
    private readonly NetEqDelay _delay = new();
    private double _now;

    [Fact]
    public void The_target_is_80_ms_until_half_a_second_is_known_and_then_the_bucket_above_the_greatest_delay()
    {
        Feed(0.4, _ => 5);
        Assert.Equal(80, _delay.TargetMs);
        Feed(0.2, _ => 5);
        Assert.Equal(20, _delay.TargetMs);
    }

    [Theory]
    [InlineData(19, 20)]
    [InlineData(20, 40)]
    [InlineData(95, 100)]
    public void One_late_packet_in_every_half_second_sets_the_target(double late, double target)
    {
        Feed(60, i => i % 20 == 0 ? late : 0);
        Assert.Equal(target, _delay.TargetMs);
    }

    [Fact]
    public void A_single_spike_after_a_quiet_minute_changes_nothing()
    {
        Feed(60, _ => 3);
        Feed(0.6, _ => 600);
        Feed(5, _ => 3);
        Assert.Equal(20, _delay.TargetMs);
    }

    [Fact]
    public void Spikes_in_a_tenth_of_the_half_seconds_are_waited_for()
    {
        Feed(120, i => i / 25 % 10 == 0 ? 150 : 3);
        Assert.Equal(160, _delay.TargetMs);
    }

    [Theory]
    [InlineData(0.10, 60)]
    [InlineData(0.005, 20)]
    public void Overtaken_packets_are_waited_for_if_losing_them_costs_more(double share, double target)
    {
        var overtaken = (int)Math.Round(1 / share);
        for (var i = 0; i < 20_000; i++, _now += 20) _delay.Update(i % overtaken == 0 ? 45 : 2, i % overtaken == 0, _now);
        Assert.Equal(target, _delay.TargetMs);
        Assert.Equal(target > 20, _delay.IsForReordering);
    }

    private void Feed(double seconds, Func<int, double> delayMs)
    {
        for (var i = 0; i < seconds * 50; i++, _now += 20) _delay.Update(delayMs(i), overtaken: false, _now);
    }
}

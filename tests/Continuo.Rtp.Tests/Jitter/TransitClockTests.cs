using Continuo.Audio;
using Continuo.Rtp.Jitter;

namespace Continuo.Rtp.Tests.Jitter;

public sealed class TransitClockTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(-300)]
    [InlineData(1_000)]
    public void Drift_is_found_under_jitter_and_taken_out_of_the_delay(double ppm)
    {
        var random = new Random(1);
        var clock = new TransitClock(new AudioFormat(48_000, 1));
        clock.Reset(0, 0);
        for (var i = 1; i < 3_000; i++) clock.Observe(i * 960, PacketArrival(i, ppm, 5 * -Math.Log(1 - random.NextDouble())));
        Assert.Equal(ppm, clock.DriftPpm, 25.0);
        Assert.InRange(clock.DelayOf(3_000 * 960, PacketArrival(3_000, ppm, 20)), 18.5, 21);
    }

    [Fact]
    public void A_step_of_the_network_is_no_drift()
    {
        var clock = new TransitClock(new AudioFormat(48_000, 1));
        clock.Reset(0, 0);
        for (var i = 1; i < 2_000; i++) clock.Observe(i * 960, PacketArrival(i, 0, i < 1_000 ? 10 : 90));
        Assert.Equal(0, clock.DriftPpm, 10.0);
        Assert.Equal(0, clock.DelayOf(2_000 * 960, PacketArrival(2_000, 0, 90)), 1.0);
    }

    private static long PacketArrival(int packet, double ppm, double delayMs) =>
        (long)(packet * 20_000_000.0 * (1 + ppm * 1e-6) + delayMs * 1e6);
}

using Continuo.Threading;

namespace Continuo.Tests.Threading;

public class AdaptivePollerTests
{
    public static TheoryData<double, double> Starts()
    {
        var starts = new TheoryData<double, double>();
        foreach (var period in new[] { 1.0, 2.5, 5.0, 10.0 })
        {
            foreach (var start in new[] { 0.1, 0.2, 0.5, 1, 2, 4, 6, 7, 7.5, 8, 8.5, 9, 9.5, 10 }) starts.Add(start, period);
        }

        return starts;
    }

    [Theory]
    [MemberData(nameof(Starts))]
    public void From_any_start_the_efficiency_converges_to_its_target_and_stays_there(double startMs, double periodMs)
    {
        var poller = new AdaptivePoller(TimeSpan.FromMilliseconds(startMs));
        var period = periodMs * 1e6;
        double now = 0;
        long taken = 0;
        for (var window = 0; window < 60; window++)
        {
            for (var i = 0; i < AdaptivePoller.Window; i++)
            {
                now += poller.IntervalNanoseconds;
                var there = (long)(now / period);
                poller.Polled((int)(there - taken));
                taken = there;
            }

            // 40 windows are 4000 polls: at most 40 s, in practice far less.
            if (window >= 40)
            {
                Assert.InRange(poller.Efficiency, AdaptivePoller.TargetEfficiency - AdaptivePoller.Tolerance,
                    AdaptivePoller.TargetEfficiency + AdaptivePoller.Tolerance);
            }
        }
    }

    [Fact]
    public void A_start_outside_the_range_is_clamped()
    {
        Assert.Equal(100_000, new AdaptivePoller(TimeSpan.Zero).IntervalNanoseconds);
        Assert.Equal(10_000_000, new AdaptivePoller(TimeSpan.FromSeconds(1)).IntervalNanoseconds);
    }
}

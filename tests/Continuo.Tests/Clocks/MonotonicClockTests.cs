using Continuo.Clocks;

namespace Continuo.Tests.Clocks;

public class MonotonicClockTests
{
    [Fact]
    public void A_deadline_is_the_time_out_from_now()
    {
        var clock = new VirtualClock(5_000);
        Assert.Equal(1_005_000, clock.DeadlineIn(TimeSpan.FromMilliseconds(1)));
        Assert.Equal(5_000, clock.DeadlineIn(TimeSpan.Zero));
        Assert.Equal(5_000, clock.DeadlineIn(TimeSpan.FromMilliseconds(-7)));
    }

    [Fact]
    public void A_time_out_beyond_the_clock_never_comes()
    {
        var clock = new VirtualClock(long.MaxValue - 1_000);
        Assert.Equal(long.MaxValue, clock.DeadlineIn(Timeout.InfiniteTimeSpan));
        Assert.Equal(long.MaxValue, clock.DeadlineIn(TimeSpan.MaxValue));
        Assert.Equal(long.MaxValue, clock.DeadlineIn(TimeSpan.FromMilliseconds(1)));
        Assert.Equal(long.MaxValue, new VirtualClock().DeadlineIn(TimeSpan.FromDays(365 * 300)));
    }
}

using Continuo.Rings;

namespace Continuo.Tests.Rings;

public class UseLeaseTests
{
    private UseLease _lease;

    [Fact]
    public void One_use_at_a_time_is_granted()
    {
        Assert.False(_lease.IsClosing);
        Assert.True(_lease.TryTake());
        Assert.False(_lease.TryTake());
        _lease.Release();
        Assert.True(_lease.TryTake());
    }

    [Fact]
    public void A_lease_that_is_closed_grants_no_use_and_is_closed_by_one_caller()
    {
        Assert.True(_lease.Close());
        Assert.False(_lease.Close());
        Assert.True(_lease.IsClosing);
        Assert.False(_lease.TryTake());
    }

    [Fact]
    public void Closing_waits_for_the_use_in_progress_and_refuses_the_next()
    {
        Assert.True(_lease.TryTake());
        var closing = Task.Run(() => _lease.Close());
        Assert.True(SpinWait.SpinUntil(() => _lease.IsClosing, TimeSpan.FromSeconds(30)));
        Assert.False(closing.IsCompleted);
        Assert.False(_lease.TryTake());
        _lease.Release();
        Assert.True(closing.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.True(closing.Result);
        Assert.False(_lease.TryTake());
    }
}

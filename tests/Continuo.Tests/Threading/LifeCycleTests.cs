using Continuo.Threading;

namespace Continuo.Tests.Threading;

public sealed class LifeCycleTests
{
    [Fact]
    public void It_goes_the_way_that_is_drawn()
    {
        var life = new LifeCycle("the thing");
        Assert.Equal(LifeState.Created, life.State);
        var first = life.BeginStart();
        Assert.True(life.IsRunning(first));
        Assert.Throws<InvalidOperationException>(() => life.BeginStart());
        Assert.Equal(first, life.BeginStop());
        Assert.Equal(LifeState.Stopping, life.State);
        Assert.Throws<InvalidOperationException>(() => life.BeginStart());
        life.End(first);
        Assert.Equal(LifeState.Stopped, life.State);
        var second = life.BeginStart();
        Assert.NotEqual(first, second);
        Assert.True(life.BeginDispose());
        Assert.False(life.BeginDispose());
        Assert.False(life.IsRunning(second));
        Assert.Throws<ObjectDisposedException>(() => life.BeginStart());
        Assert.Throws<ObjectDisposedException>(life.ThrowIfDisposed);
        life.End(second);
        Assert.Equal(LifeState.Disposed, life.State);
    }

    [Fact]
    public void The_end_of_an_earlier_generation_never_touches_the_next()
    {
        var life = new LifeCycle("the thing");
        var first = life.BeginStart();
        life.End(first);
        var second = life.BeginStart();
        life.End(first);
        Assert.True(life.IsRunning(second));
    }

    [Fact]
    public void What_is_started_once_is_not_started_again_but_a_stop_before_the_start_is_one_too()
    {
        var life = new LifeCycle("the thing", isStartedOnce: true);
        life.BeginStop();
        Assert.Equal(LifeState.Stopped, life.State);
        Assert.Contains(
            "The thing has been stopped",
            Assert.Throws<InvalidOperationException>(() => life.BeginStart()).Message,
            StringComparison.Ordinal);
    }
}

using Continuo.Threading;

namespace Continuo.Tests.Threading;

public class WakeSignalTests
{
    [Fact]
    public void A_disposed_signal_is_set_for_good_and_every_call_is_harmless()
    {
        var signal = new WakeSignal();
        signal.Dispose();
        signal.Dispose();
        signal.Set();
        signal.Reset();
        Assert.True(signal.IsSet);
        Assert.True(signal.Wait(long.MaxValue));
    }

    [Fact]
    public void Disposing_ends_a_wait_without_limit()
    {
        var signal = new WakeSignal();
        var waiting = Task.Run(() =>
        {
            while (!signal.Wait(long.MaxValue))
            {
            }
        });
        signal.Dispose();
        Assert.True(waiting.Wait(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void A_reset_signal_is_not_set()
    {
        using var signal = new WakeSignal();
        signal.Set();
        Assert.True(signal.Wait(0));
        signal.Reset();
        Assert.False(signal.Wait(0));
    }
}

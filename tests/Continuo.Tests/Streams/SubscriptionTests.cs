using Continuo.Audio;
using Continuo.Rings;
using Continuo.Streams;

namespace Continuo.Tests.Streams;

public sealed class SubscriptionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public void A_subscription_that_is_finished_gets_what_was_captured_before_and_nothing_after()
    {
        using var source = new SemaphoreSlim(0);
        using var entered = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var handled = 0;
        using var stream = Open(source);
        using var subscription = stream.Subscribe((in AudioChunk _) =>
        {
            Interlocked.Increment(ref handled);
            entered.Set();
            goOn.Wait();
        });
        stream.Start();
        source.Release(5);
        Assert.True(entered.Wait(Patience, Test));
        Assert.True(SpinWait.SpinUntil(() => stream.Run.Ring.Written == 5, Patience));
        var drained = subscription.Finish();
        source.Release(5);
        Assert.True(SpinWait.SpinUntil(() => stream.Run.Ring.Written == 10, Patience));
        Assert.False(drained.IsCompleted);
        goOn.Set();
        Assert.True(drained.Wait(Patience, Test));
        Assert.Equal(5, handled);
        Assert.Equal((5, 5), (subscription.Statistics.Read, subscription.Statistics.Stopped));
        Assert.True(SpinWait.SpinUntil(() => stream.Subscriptions.Count == 0, Patience));
    }

    [Fact]
    public void A_subscription_that_is_over_leaves_no_reader_in_the_next_run()
    {
        using var source = new SemaphoreSlim(0);
        using var entered = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        using var stream = Open(source);
        using var subscription = stream.Subscribe((in AudioChunk _) =>
        {
            entered.Set();
            goOn.Wait();
        });
        stream.Start();
        source.Release(2);
        Assert.True(entered.Wait(Patience, Test));
        _ = subscription.Finish();
        stream.Stop();
        stream.Start();
        Assert.Equal([subscription], stream.Subscriptions);
        Assert.Empty(stream.Run.Ring.Readers);
        goOn.Set();
    }

    [Fact]
    public void Of_runs_that_come_while_the_handler_is_busy_the_newest_is_delivered()
    {
        using var source = new SemaphoreSlim(0);
        using var entered = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var runs = new List<long>();
        Subscription subscription = null!;
        using var stream = Open(source);
        subscription = stream.Subscribe((in AudioChunk _) =>
        {
            runs.Add(subscription.Run);
            entered.Set();
            goOn.Wait();
        });
        stream.Start();
        source.Release(1);
        Assert.True(entered.Wait(Patience, Test));
        for (var i = 0; i < 2; i++)
        {
            stream.Stop();
            stream.Start();
            source.Release(1);
            Assert.True(SpinWait.SpinUntil(() => stream.Run.Ring.Written == 1, Patience));
        }

        var left = subscription.DrainedOf(2);
        Assert.True(left.IsCompleted);
        goOn.Set();
        stream.Stop();
        Assert.True(subscription.Drained.Wait(Patience, Test));
        Assert.Equal([1, 3], runs);
        subscription.Dispose();
    }

    [Fact]
    public void A_subscription_leaves_its_stream_at_once_when_it_is_disposed_of_though_its_handler_is_busy()
    {
        using var source = new SemaphoreSlim(0);
        using var entered = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        using var stream = Open(source);
        var subscription = stream.Subscribe((in AudioChunk _) =>
        {
            entered.Set();
            goOn.Wait();
        });
        stream.Start();
        source.Release(1);
        Assert.True(entered.Wait(Patience, Test));
        subscription.Dispose();
        Assert.Empty(stream.Subscriptions);
        goOn.Set();
        Assert.True(subscription.Drained.Wait(Patience, Test));
    }

    [Fact]
    public void A_run_that_waits_for_a_busy_handler_is_given_up_when_its_subscription_is_disposed_of()
    {
        using var source = new SemaphoreSlim(0);
        using var entered = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        using var stream = Open(source);
        var subscription = stream.Subscribe((in AudioChunk _) =>
        {
            entered.Set();
            goOn.Wait();
        });
        stream.Start();
        source.Release(1);
        Assert.True(entered.Wait(Patience, Test));
        stream.Stop();
        stream.Start();
        Assert.Single(stream.Run.Ring.Readers);
        Assert.False(subscription.Drained.IsCompleted);
        subscription.Dispose();
        Assert.Empty(stream.Run.Ring.Readers);
        Assert.True(subscription.Drained.IsCompleted);
        goOn.Set();
    }

    [Fact]
    public void A_subscription_that_is_finished_between_two_runs_leaves_its_stream()
    {
        using var source = new SemaphoreSlim(1);
        using var stream = Open(source);
        using var subscription = stream.Subscribe((in AudioChunk _) => { }, new RingReaderOptions { Name = "between" });
        stream.Start();
        Assert.True(SpinWait.SpinUntil(() => stream.Run.Ring.Written == 1, Patience));
        stream.Stop();
        Assert.True(SpinWait.SpinUntil(() => !Directory.EnumerateDirectories("/proc/self/task").Any(IsPump), Patience));
        Assert.Equal([subscription], stream.Subscriptions);
        _ = subscription.Finish();
        Assert.Empty(stream.Subscriptions);

        static bool IsPump(string thread)
        {
            try
            {
                return File.ReadAllText(Path.Combine(thread, "comm")).StartsWith("pump between", StringComparison.Ordinal);
            }
            catch (IOException)
            {
                return false; // it has ended meanwhile
            }
        }
    }

    [Fact]
    public void A_stream_that_is_disposed_of_ends_its_subscriptions()
    {
        using var source = new SemaphoreSlim(0);
        var stream = Open(source);
        var subscription = stream.Subscribe((in AudioChunk _) => { });
        stream.Start();
        stream.Dispose();
        Assert.Empty(stream.Subscriptions);
        Assert.True(subscription.Drained.Wait(Patience, Test));
    }

    private static AudioStream Open(SemaphoreSlim chunks) =>
        AudioStream.Open("tap", () => new TapSource(chunks), new StreamOptions { RealTimePriority = false });
}

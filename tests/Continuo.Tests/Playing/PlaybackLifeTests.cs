using System.Diagnostics;
using Continuo.Audio;
using Continuo.Playing;
using Continuo.Tests.Streams;
using Continuo.Threading;

namespace Continuo.Tests.Playing;

public sealed class PlaybackLifeTests
{
    [Fact]
    public async Task A_stop_returns_though_the_device_sleeps_and_the_device_is_freed_once()
    {
        using var player = new Player(AudioFormat.Default);
        var sink = new GuardedSink(TimeSpan.FromMinutes(10));
        var playback = new Playback(player, sink);
        playback.Start();
        Assert.Throws<InvalidOperationException>(playback.Start);
        var watch = Stopwatch.StartNew();
        Assert.True(playback.Stop());
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1));
        Assert.Equal(LifeState.Stopped, playback.State);
        Assert.Null(playback.Failure);
        await Task.WhenAll(Task.Run(playback.Dispose), Task.Run(playback.Dispose), playback.DisposeAsync().AsTask());
        Assert.Equal((1, 0, 1), (sink.Disposals, sink.CallsTooLate, sink.Most));
        Assert.Throws<ObjectDisposedException>(playback.Start);
    }

    [Fact]
    public async Task A_playback_that_is_disposed_of_unstarted_frees_its_device_and_twice_is_once()
    {
        using var player = new Player(AudioFormat.Default);
        var sink = new GuardedSink();
        var playback = new Playback(player, sink);
        playback.Dispose();
        playback.Dispose();
        await playback.DisposeAsync();
        Assert.Equal(1, sink.Disposals);
        Assert.True(playback.Stop());
    }

    [Fact]
    public async Task An_asynchronous_stop_waits_for_the_sink_until_it_is_cancelled()
    {
        using var player = new Player(AudioFormat.Default);
        var sink = new GuardedSink(TimeSpan.FromMinutes(10));
        await using var playback = new Playback(player, sink);
        playback.Start();
        Assert.True(SpinWait.SpinUntil(() => sink.IsBusy, TimeSpan.FromSeconds(30)));
        using var cancel = new CancellationTokenSource();
        var stopping = playback.StopAsync(cancel.Token);
        Assert.False(stopping.IsCompleted);
        await cancel.CancelAsync();
        await stopping.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.True(playback.Ended.IsCompletedSuccessfully);
    }
}

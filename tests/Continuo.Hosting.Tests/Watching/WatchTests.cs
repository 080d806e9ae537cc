using Continuo.Audio;
using Continuo.Hosting.Configuration;
using Continuo.Hosting.Watching;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Hosting.Tests.Watching;

public sealed class WatchTests
{
    private static readonly TimeSpan Ample = TimeSpan.FromSeconds(60);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_applied_to_the_first_snapshot_give_every_later_snapshot()
    {
        using var folder = new TemporaryFolder();
        await using var host = new AudioHost(options: new AudioHostOptions { EndedRecordings = 3 });
        host.OpenStream("before", "silence:");
        var state = new HostState();
        var checkedSnapshots = 0;
        using var done = new CancellationTokenSource();
        var watcher = Task.Run(async () =>
        {
            await foreach (var change in host.WatchAsync(done.Token))
            {
                state.Apply(change);
                if (change.Kind == HostEventKind.StreamRemoved && change.Name == "last") return;
            }
        }, Stop);

        // From several threads at once: what was seen by the watcher must be what the snapshots say.
        host.Start();
        var snapshots = new System.Collections.Concurrent.ConcurrentBag<HostSnapshot>();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(n => Task.Run(async () =>
        {
            for (var i = 0; i < 10; i++)
            {
                var name = $"s{n}.{i}";
                host.OpenStream(name, "tone:440?seconds=0.01");
                host.StartRecording($"r{n}.{i}", name, folder[$"{name}.wav"]);
                snapshots.Add(host.Snapshot());
                await host.FinishRecordingAsync($"r{n}.{i}", Stop);
                await host.RemoveStreamAsync(name, Stop);
                snapshots.Add(host.Snapshot());
            }
        }, Stop)));
        host.OpenStream("last", "silence:");
        await host.RemoveStreamAsync("last", Stop);
        await watcher.WaitAsync(Ample, Stop);

        foreach (var snapshot in snapshots)
        {
            if (state.At(snapshot.Version) is not { } expected) continue;
            Assert.Equal(expected, HostState.Describe(snapshot));
            checkedSnapshots++;
        }

        Assert.Equal(80, snapshots.Count);
        Assert.True(checkedSnapshots >= 70, $"{checkedSnapshots} checked"); // those before the watcher began cannot be
    }

    [Fact]
    public async Task A_slow_watcher_misses_events_learns_how_many_and_continues_from_a_snapshot_while_others_miss_nothing()
    {
        await using var host = new AudioHost(options: new AudioHostOptions { WatchCapacity = 8 });
        await using var slow = host.WatchAsync(Stop).GetAsyncEnumerator(Stop);
        await using var fast = host.WatchAsync(Stop).GetAsyncEnumerator(Stop);
        Assert.True(await slow.MoveNextAsync());
        Assert.True(await fast.MoveNextAsync());
        for (var i = 0; i < 20; i++)
        {
            host.OpenStream($"s{i}", "silence:");
            Assert.True(await fast.MoveNextAsync());
            Assert.Equal((i + 1, HostEventKind.StreamAdded, $"s{i}"), (fast.Current.Version, fast.Current.Kind, fast.Current.Name));
        }

        Assert.True(await slow.MoveNextAsync());
        Assert.Equal((20, 20, HostEventKind.Snapshot), (slow.Current.Version, slow.Current.Missed, slow.Current.Kind));
        Assert.Equal(20, slow.Current.Snapshot!.Streams.Count);
        host.OpenStream("next", "silence:");
        Assert.True(await slow.MoveNextAsync());
        Assert.Equal((21, HostEventKind.StreamAdded, 0), (slow.Current.Version, slow.Current.Kind, slow.Current.Missed));
    }

    [Fact]
    public async Task As_many_events_as_fit_wait_for_a_watcher_and_none_is_missed()
    {
        await using var host = new AudioHost(options: new AudioHostOptions { WatchCapacity = 8 });
        await using var watcher = host.WatchAsync(Stop).GetAsyncEnumerator(Stop);
        Assert.True(await watcher.MoveNextAsync());
        for (var i = 0; i < 8; i++) host.OpenStream($"s{i}", "silence:");
        for (var i = 1; i <= 8; i++)
        {
            Assert.True(await watcher.MoveNextAsync());
            Assert.Equal((i, 0), (watcher.Current.Version, watcher.Current.Missed));
        }
    }

    [Fact]
    public async Task A_cancelled_watcher_ends_at_once_and_the_others_continue()
    {
        await using var host = new AudioHost();
        using var cancel = new CancellationTokenSource();
        await using var cancelled = host.WatchAsync(cancel.Token).GetAsyncEnumerator(CancellationToken.None);
        await using var other = host.WatchAsync(Stop).GetAsyncEnumerator(Stop);
        Assert.True(await cancelled.MoveNextAsync());
        Assert.True(await other.MoveNextAsync());
        var waiting = cancelled.MoveNextAsync().AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Ample, Stop));
        host.OpenStream("a", "silence:");
        Assert.True(await other.MoveNextAsync());
        Assert.Equal("a", other.Current.Name);
    }

    [Fact]
    public async Task A_failing_stream_is_reported_with_its_reason()
    {
        await using var host = new AudioHost();
        host.AddStream("faulty", AudioStream.Open("faulty", () => new FaultySource(3), new StreamOptions { Pacing = Pacing.Unpaced }));
        host.Start();
        var failed = await host.WatchAsync(Stop)
            .Select(e => e.Stream ?? e.Snapshot?.Streams[0])
            .FirstAsync(s => s?.Health == StreamHealth.Failed, Stop);
        Assert.Contains("it broke", failed!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_capacity_out_of_range_is_refused() =>
        Assert.Equal(AudioErrorCode.InvalidArgument,
            Assert.Throws<AudioException>(() => new AudioHost(options: new AudioHostOptions { WatchCapacity = 0 })).Code);
}

using Continuo.Hosting.Configuration;
using Continuo.Hosting.Watching;
using Continuo.Playing;
using Microsoft.Extensions.Time.Testing;

namespace Continuo.Hosting.Tests;

public sealed class PlayerStateTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_players_state_is_checked_by_the_hosts_time_and_reported_once()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var host = new AudioHost(options: new AudioHostOptions { Time = time });
        var player = host.OpenPlayer("music", "null:");
        player.Add("tone:440", host.AudioSystem);
        await using var watcher = host.WatchAsync(Stop).GetAsyncEnumerator(Stop);
        Assert.True(await watcher.MoveNextAsync());
        player.Play();
        time.Advance(TimeSpan.FromMilliseconds(99));
        Assert.Equal(1, host.Version);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, host.Version);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, host.Version);

        Assert.True(await watcher.MoveNextAsync());
        Assert.Equal(
            (HostEventKind.PlayerChanged, "music", PlayerState.Playing),
            (watcher.Current.Kind, watcher.Current.Name, watcher.Current.Player!.State));
        Assert.Equal(new DateTimeOffset(2030, 1, 1, 0, 0, 0, 100, TimeSpan.Zero), watcher.Current.Time);
        Assert.Equal(["tone:440"], watcher.Current.Player.Tracks);
    }

    [Fact]
    public async Task An_output_that_fails_is_reported_with_its_reason()
    {
        var time = new FakeTimeProvider();
        await using var host = new AudioHost(options: new AudioHostOptions { Time = time });
        var player = host.OpenPlayer("music", "exec:false?format=s16le,48000,2");
        player.Add("tone:440", host.AudioSystem);
        player.Play();
        host.Start();
        while (host.Snapshot().Players[0].Failure is null)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(10, Stop);
        }

        Assert.Contains("false", host.Snapshot().Players[0].Failure, StringComparison.Ordinal);
    }
}

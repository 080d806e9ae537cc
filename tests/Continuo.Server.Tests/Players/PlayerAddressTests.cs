using Continuo.Audio;
using Continuo.Playing;
using Continuo.Streams;

namespace Continuo.Server.Tests.Players;

public sealed class PlayerAddressTests
{
    [Fact]
    public async Task What_a_player_plays_is_a_stream_without_gaps()
    {
        await using var server = await TestServer.StartAsync();
        var player = server.Audio.OpenPlayer("p", "player:p");
        player.Add("tone:1000?level=-12&seconds=60", server.Audio.AudioSystem);
        var stream = server.Audio.OpenStream("p", "player:p");
        player.Play();

        var (chunks, heard, last) = (0, 0, -1L);
        await foreach (var chunk in stream.ReadChunksAsync(cancellation: TestContext.Current.CancellationToken))
        {
            if (last >= 0) Assert.InRange(chunk.CaptureTime - last, 9_990_000, 10_010_000); // the clock counts frames
            last = chunk.CaptureTime;
            var peak = AudioLevel.Of(chunk.Samples, 0, 2).PeakDb;
            if (peak > -90) heard++;
            if (heard > 10) Assert.InRange(peak, -12.2, -11.8);
            if (++chunks == 150) break;
        }

        Assert.True(heard > 50);
        Assert.Equal(0, stream.Statistics.GapFrames);
    }

    [Fact]
    public async Task Without_a_player_its_stream_is_silent_and_it_is_heard_once_there_is_one()
    {
        await using var server = await TestServer.StartAsync(audio: a => a.OpenStream("p", "player:p"));
        var stream = server.Audio.GetStream("p");
        await AwaitAsync(stream, StreamHealth.Silent);

        server.Audio.OpenPlayer("p", "player:p").Add("tone:440?seconds=60", server.Audio.AudioSystem);
        server.Audio.GetPlayer("p").Play();

        await AwaitAsync(stream, StreamHealth.Flowing);
    }

    [Fact]
    public async Task A_second_player_cannot_play_to_it_until_the_first_is_removed()
    {
        await using var server = await TestServer.StartAsync();
        server.Audio.OpenPlayer("first", "player:p");

        Assert.Throws<AudioException>(() => server.Audio.OpenPlayer("second", "player:p"));
        await server.Audio.RemovePlayerAsync("second");
        await server.Audio.RemovePlayerAsync("first");
        Assert.Equal(PlayerState.Stopped, server.Audio.OpenPlayer("third", "player:p").State);
    }

    private static async Task AwaitAsync(AudioStream stream, StreamHealth health)
    {
        var reached = new TaskCompletionSource();
        stream.HealthChanged += (_, e) =>
        {
            if (e.Now == health) reached.TrySetResult();
        };
        if (stream.Health != health) await reached.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }
}

using Continuo.Audio;
using Continuo.Client.Contract;
using Continuo.Client.Contract.Recordings;
using Continuo.Client.Contract.Requests;
using Continuo.Playing;
using Continuo.Server.Tests.Api;

namespace Continuo.Server.Tests.Recordings;

/// <summary>"Save the last seconds" gives what there is, at any moment of a stream's life.</summary>
public sealed class ReplayTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Right_after_the_start_it_is_what_has_been_captured_or_a_word_that_nothing_has()
    {
        await using var server = await ApiServer.StartAsync(ApiServer.OpenTone);
        RecordingStatus? saved = null;
        while (saved is null)
        {
            try
            {
                saved = await SaveAsync(server, "tone", 30);
            }
            catch (AudioException e)
            {
                Assert.Contains("nothing yet", e.Message, StringComparison.Ordinal);
            }
        }

        var captured = (await server.Client.GetStreamAsync("tone", Stop)).Statistics.Frames;
        Assert.InRange(saved.DurationSeconds, 0.001, captured / 48_000.0);
        Assert.Equal([saved.Name], (await server.Client.ListRecordingsAsync(Stop)).Select(r => r.Name)); // a refused one leaves nothing
    }

    [Fact]
    public async Task While_its_player_is_paused_it_is_what_the_player_has_played_and_its_level()
    {
        await using var server = await ApiServer.StartAsync(ApiServer.OpenTone);
        await CapturedAsync(server, "tone", 24_000);
        await SaveAsync(server, "tone", 0.5, "base");
        await server.Client.OpenPlayerAsync(new OpenPlayerRequest("p", ["base.wav"]), Stop);
        await server.Client.ChangePlayerAsync("p",
            new ChangePlayerRequest { State = PlayerState.Playing, Loop = new LoopStatus(0, 0.25) }, Stop);
        var began = (await server.Client.GetStreamAsync("p", Stop)).Statistics.Frames;
        await CapturedAsync(server, "p", began + 48_000);
        await server.Client.ChangePlayerAsync("p", new ChangePlayerRequest { State = PlayerState.Paused }, Stop);

        var saved = await SaveAsync(server, "p", 20);

        Assert.InRange(saved.DurationSeconds, 1, 20);
        Assert.InRange(saved.PeakDb ?? double.NegativeInfinity, -21, -15);
    }

    [Fact]
    public async Task After_a_stream_of_the_name_was_opened_again_nothing_of_the_one_before_is_left()
    {
        await using var server = await ApiServer.StartAsync(ApiServer.OpenTone);
        await CapturedAsync(server, "tone", 96_000);
        await server.Client.RemoveStreamAsync("tone", Stop);
        await server.Client.OpenStreamAsync(new OpenStreamRequest("tone", "tone:880"), Stop);
        await CapturedAsync(server, "tone", 4_800);

        var saved = await SaveAsync(server, "tone", 30);

        var captured = (await server.Client.GetStreamAsync("tone", Stop)).Statistics.Frames;
        Assert.InRange(saved.DurationSeconds, 0.05, captured / 48_000.0);
    }

    private static Task<RecordingStatus> SaveAsync(ApiServer server, string stream, double seconds, string? name = null) =>
        server.Client.SaveReplayAsync(stream, new SaveReplayRequest(seconds, name, "wav"), Stop);

    private static async Task CapturedAsync(ApiServer server, string stream, long frames)
    {
        while ((await server.Client.GetStreamAsync(stream, Stop)).Statistics.Frames < frames) await Task.Delay(10, Stop);
    }
}

using System.Net.Http.Json;
using System.Text.Json;
using Continuo.Audio;
using Continuo.Client.Contract;
using Continuo.Client.Contract.Recordings;
using Continuo.Client.Contract.Requests;
using Continuo.Playing;

namespace Continuo.Server.Tests.Api;

public sealed class PlayersApiTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_player_is_opened_mixed_looped_played_and_closed()
    {
        await using var server = await ApiServer.StartAsync(ApiServer.OpenTone);
        await TakeAsync(server, "a");
        await TakeAsync(server, "b");
        var opened = await server.Client.OpenPlayerAsync(new OpenPlayerRequest("stems", ["a.wav", "b.wav"]), Stop);
        Assert.Equal((PlayerState.Stopped, 0.5), (opened.State, opened.DurationSeconds));
        Assert.Equal([(1, "a", "a.wav"), (2, "b", "b.wav")], opened.Tracks.Select(t => (t.Index, t.Name, t.File)));

        var changed = await server.Client.ChangePlayerAsync(
            "stems",
            new ChangePlayerRequest
            {
                State = PlayerState.Playing,
                Loop = new LoopStatus(0.1, 0.4),
                GainDb = -3,
                Tracks = [new ChangeTrackRequest { Index = 1, GainDb = (double?)null, Pan = -1 },
                    new ChangeTrackRequest { Index = 2, Muted = true, Solo = true }],
            },
            Stop);
        Assert.Equal((PlayerState.Playing, new LoopStatus(0.1, 0.4), -3.0), (changed.State, changed.Loop, changed.GainDb));
        Assert.Equal([(null, -1.0, false, false), (0.0, 0.0, true, true)], changed.Tracks.Select(t => (t.GainDb, t.Pan, t.Muted, t.Solo)));
        while ((await server.Client.GetPlayerAsync("stems", Stop)).PositionSeconds < 0.05) await Task.Delay(20, Stop);

        var kept = await server.Client.ChangePlayerAsync("stems", new ChangePlayerRequest { Muted = true }, Stop); // what is left out stays
        Assert.Equal((new LoopStatus(0.1, 0.4), -3.0, true), (kept.Loop, kept.GainDb, kept.Muted));
        Assert.Null((await server.Client.ChangePlayerAsync("stems", new ChangePlayerRequest { Loop = (LoopStatus?)null }, Stop)).Loop);
        Assert.NotEmpty((await server.Client.GetTrackWaveformAsync("stems", 1, 20, Stop)).Points);

        await server.Client.RemovePlayerAsync("stems", Stop);
        Assert.Empty(await server.Client.ListPlayersAsync(Stop));
        Assert.DoesNotContain(await server.Client.ListStreamsAsync(Stop), s => s.Name == "stems");
    }

    [Fact]
    public async Task What_a_player_cannot_do_is_refused_and_changes_nothing()
    {
        await using var server = await ApiServer.StartAsync(ApiServer.OpenTone);
        await TakeAsync(server, "a");
        var before = await server.Client.OpenPlayerAsync(new OpenPlayerRequest("stems", ["a.wav"]), Stop);
        ChangePlayerRequest[] bad =
        [
            new() { State = PlayerState.Ended },
            new() { GainDb = -3, Tracks = [new ChangeTrackRequest { Index = 9, Muted = true }] },
            new() { GainDb = 40 },
            new() { GainDb = -3, Tracks = [new ChangeTrackRequest { Index = 1, Pan = 2 }] },
            new() { GainDb = -3, Loop = new LoopStatus(0.4, 0.1) },
            new() { GainDb = -3, PositionSeconds = -1 },
        ];
        foreach (var change in bad) await ApiServer.RefusalOf(() => server.Client.ChangePlayerAsync("stems", change, Stop));
        var after = await server.Client.GetPlayerAsync("stems", Stop);
        Assert.Equal((before.GainDb, before.Loop, before.State, before.Tracks[0]),
            (after.GainDb, after.Loop, after.State, after.Tracks[0]));

        Assert.Equal(AudioErrorCode.InvalidArgument,
            await ApiServer.RefusalOf(() => server.Client.OpenPlayerAsync(new OpenPlayerRequest("stems", ["a.wav"]), Stop)));
        Assert.Equal(AudioErrorCode.NotFound,
            await ApiServer.RefusalOf(() => server.Client.OpenPlayerAsync(new OpenPlayerRequest("x", ["absent.wav"]), Stop)));
        Assert.Equal(AudioErrorCode.InvalidArgument,
            await ApiServer.RefusalOf(() => server.Client.OpenPlayerAsync(new OpenPlayerRequest("x", ["../a.wav"]), Stop)));
        Assert.Equal(AudioErrorCode.InvalidArgument,
            await ApiServer.RefusalOf(() => server.Client.OpenPlayerAsync(new OpenPlayerRequest("x", []), Stop)));
        Assert.Equal(AudioErrorCode.AccessDenied, await ApiServer.RefusalOf(() =>
            server.Client.OpenPlayerAsync(new OpenPlayerRequest("x", ["a.wav"], "exec:cat?format=s16le,48000,2"), Stop)));
        Assert.Equal(AudioErrorCode.NotFound,
            await ApiServer.RefusalOf(() => server.Client.GetTrackWaveformAsync("stems", 9, cancellation: Stop)));
        Assert.Single(await server.Client.ListPlayersAsync(Stop));
    }

    [Fact]
    public async Task The_server_describes_itself_and_its_API()
    {
        await using var server = await ApiServer.StartAsync();
        var status = await server.Client.GetServerAsync(Stop);
        Assert.Equal(("admin", false), (status.Role, status.Features.Applications));
        Assert.NotNull(status.Features.ApplicationsReason);
        Assert.NotNull(status.WebRtc);

        var document = await server.Http.GetFromJsonAsync<JsonElement>("openapi/v1.json", Stop);
        var paths = document.GetProperty("paths").EnumerateObject().Select(p => p.Name).ToArray();
        string[] wanted = ["/api/server", "/api/streams", "/api/streams/{name}/replay", "/api/recordings/{name}/file",
            "/api/players/{name}", "/api/sessions/{id}", "/api/log", "/api/doctor", "/api/uploads"];
        Assert.All(wanted, path => Assert.Contains(path, paths));
        var health = document.GetProperty("components").GetProperty("schemas").GetProperty("StreamHealth").GetProperty("enum");
        Assert.Contains("flowing", health.EnumerateArray().Select(h => h.GetString()));
        var page = await server.Http.GetStringAsync("api", Stop);
        Assert.All(wanted, path => Assert.Contains(path, page, StringComparison.Ordinal));
    }

    private static async Task TakeAsync(ApiServer server, string name)
    {
        await server.Client.StartRecordingAsync(new StartRecordingRequest("tone", name, "wav", 0.5), Stop);
        while ((await server.Client.GetRecordingAsync(name, Stop)).State == RecordingState.Running) await Task.Delay(20, Stop);
    }
}

using Continuo.Client.Contract;
using Continuo.Client.Contract.Recordings;
using Continuo.Client.Contract.Requests;
using Continuo.Hosting;
using Continuo.Server.Http;
using Continuo.Server.Recordings;
using Continuo.Server.Reports;
using Continuo.Server.Sessions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Continuo.Server.Api;

/// <summary><c>/api/players</c>.</summary>
internal static class PlayersApi
{
    public static void MapPlayers(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/players").WithTags("players");
        group.MapGet("", List).WithSummary("All players with their tracks");
        group.MapPost("", Open).WithSummary("Opens a player with files of the recordings directory as tracks");
        group.MapGet("/{name}", Get).WithSummary("One player");
        group.MapPatch("/{name}", Change).WithSummary("Plays, pauses, seeks, loops; sets gain, pan, mute and solo");
        group.MapDelete("/{name}", Remove).WithSummary("Closes a player, and the stream that it feeds");
        group.MapGet("/{name}/{track:int}/waveform", GetWaveform).WithSummary("Lowest and highest sample of equal parts of a track");
    }

    private static Ok<IReadOnlyList<PlayerStatus>> List(PlayerReports reports) => TypedResults.Ok(reports.All());

    private static Ok<PlayerStatus> Get(string name, PlayerReports reports) => TypedResults.Ok(Find(name, reports));

    private static async Task<Created<PlayerStatus>> Open(OpenPlayerRequest request, PlayerActions actions, PlayerReports reports,
        CancellationToken cancellation)
    {
        var name = await Task.Run(() => actions.OpenAsync(request), cancellation).ConfigureAwait(false);
        return TypedResults.Created($"/api/players/{Uri.EscapeDataString(name)}", Find(name, reports));
    }

    private static Ok<PlayerStatus> Change(string name, ChangePlayerRequest request, AudioHost host, PlayerReports reports)
    {
        if (!host.TryGetPlayer(name, out var player)) throw NotFound(name);
        PlayerActions.Change(player, request);
        return TypedResults.Ok(Find(name, reports));
    }

    private static async Task<NoContent> Remove(string name, AudioHost host, SessionTable sessions, PlayerReports reports,
        CancellationToken cancellation)
    {
        var player = Find(name, reports);
        if (player.Stream is { } stream && stream == name)
        {
            await sessions.EndAsync(stream).ConfigureAwait(false);
            await host.RemoveStreamAsync(stream, cancellation).ConfigureAwait(false);
        }

        await host.RemovePlayerAsync(name).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<Waveform>> GetWaveform(
        string name,
        int track,
        AudioHost host,
        TrackWaveforms waveforms,
        CancellationToken cancellation,
        int points = 800)
    {
        RecordingsApi.CheckPoints(points);
        if (!host.TryGetPlayer(name, out var player)) throw NotFound(name);
        var found = player.Tracks.FirstOrDefault(t => t.Id == track)
            ?? throw new ProblemException(Problems.NotFound($"The player '{name}' has no track {track}."));
        return TypedResults.Ok(await Task.Run(() => waveforms.Of(found, points), cancellation).ConfigureAwait(false));
    }

    private static PlayerStatus Find(string name, PlayerReports reports) => reports.Find(name) ?? throw NotFound(name);

    private static ProblemException NotFound(string name) =>
        new(Problems.NotFound($"There is no player named '{name}'.", "GET /api/players lists them."));
}

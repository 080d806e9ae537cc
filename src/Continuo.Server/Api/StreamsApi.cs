using Continuo.Client.Contract;
using Continuo.Client.Contract.Recordings;
using Continuo.Client.Contract.Requests;
using Continuo.Hosting;
using Continuo.Server.Http;
using Continuo.Server.Nodes;
using Continuo.Server.Recordings;
using Continuo.Server.Reports;
using Continuo.Server.Sessions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Continuo.Server.Api;

/// <summary><c>/api/streams</c>.</summary>
internal static class StreamsApi
{
    public static void MapStreams(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/streams").WithTags("streams");
        group.MapGet("", List).WithSummary("All streams with their health, statistics and readers");
        group.MapPost("", Open).WithSummary("Opens an application, device, generator, network address or file as a stream");
        group.MapGet("/{name}", Get).WithSummary("One stream");
        group.MapDelete("/{name}", Remove).WithSummary("Stops a stream, ends its listeners and finishes its recordings");
        group.MapPost("/{name}/replay", SaveReplay).WithSummary("Saves the last seconds of a stream as a recording");
    }

    private static async Task<Ok<IReadOnlyList<StreamStatus>>> List(StreamReports reports, IOtherNodes others, HttpContext context) =>
        TypedResults.Ok<IReadOnlyList<StreamStatus>>([.. reports.All(), .. await others.ListStreamsAsync(context).ConfigureAwait(false)]);

    private static Ok<StreamStatus> Get(string name, StreamReports reports) => TypedResults.Ok(Find(name, reports));

    private static async Task<Created<StreamStatus>> Open(
        OpenStreamRequest request,
        StreamOpener opener,
        StreamReports reports,
        IOtherNodes others,
        CancellationToken cancellation)
    {
        if (request.Name is { } wanted) await others.RequireFreeAsync(wanted, cancellation).ConfigureAwait(false);
        var name = await Task.Run(() => opener.Open(request), cancellation).ConfigureAwait(false); // an audio server may take its time
        await others.TellAsync(name, cancellation).ConfigureAwait(false);
        return TypedResults.Created($"/api/streams/{Uri.EscapeDataString(name)}", Find(name, reports));
    }

    private static async Task<NoContent> Remove(
        string name,
        AudioHost host,
        SessionTable sessions,
        RecordingLibrary recordings,
        IOtherNodes others,
        CancellationToken cancellation)
    {
        if (!host.TryGetStream(name, out _)) throw NotFound(name);
        await others.WithdrawAsync(name, cancellation).ConfigureAwait(false); // before its listeners ask for it again
        await sessions.EndAsync(name).ConfigureAwait(false);
        await host.RemoveStreamAsync(name, cancellation).ConfigureAwait(false);
        await recordings.WhenEndedAsync(name).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    private static async Task<Created<RecordingStatus>> SaveReplay(
        string name,
        SaveReplayRequest request,
        AudioHost host,
        RecordingLibrary recordings,
        CancellationToken cancellation)
    {
        if (!host.TryGetStream(name, out _)) throw NotFound(name);
        var saved = await Task.Run(() => recordings.SaveReplay(name, request), cancellation).ConfigureAwait(false);
        return TypedResults.Created($"/api/recordings/{Uri.EscapeDataString(saved.Name)}", saved);
    }

    private static StreamStatus Find(string name, StreamReports reports) => reports.Find(name) ?? throw NotFound(name);

    private static ProblemException NotFound(string name) =>
        new(Problems.NotFound($"There is no stream named '{name}'.", "GET /api/streams lists them."));
}

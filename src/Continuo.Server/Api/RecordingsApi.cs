using Continuo.Client.Contract.Recordings;
using Continuo.Client.Contract.Requests;
using Continuo.Server.Http;
using Continuo.Server.Nodes;
using Continuo.Server.Recordings;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Continuo.Server.Api;

/// <summary><c>/api/recordings</c>.</summary>
internal static class RecordingsApi
{
    private const int MaxPoints = 4096;

    public static void MapRecordings(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/recordings").WithTags("recordings");
        group.MapGet("", List).WithSummary("Recordings that run, and all sound files of the recordings directory");
        group.MapPost("", Start).WithSummary("Starts recording a stream");
        group.MapGet("/{name}", Get).WithSummary("One recording");
        group.MapPost("/{name}/stop", Stop).WithSummary("Finishes a recording; answers when its file is complete");
        group.MapDelete("/{name}", Delete).WithSummary("Deletes a recording and its file");
        group.MapGet("/{name}/file", GetFile)
            .WithSummary("The sound file; supports range requests")
            .WithDescription("With ?download the browser saves it. A recording that runs gives what is written so far.");
        group.MapGet("/{name}/waveform", GetWaveform).WithSummary("Lowest and highest sample of equal parts, also while it runs");
    }

    private static async Task<Ok<IReadOnlyList<RecordingStatus>>> List(
        RecordingLibrary library, IOtherNodes others, HttpContext context, CancellationToken cancellation)
    {
        var here = await Task.Run(library.All, cancellation).ConfigureAwait(false); // files that are new are read once
        var elsewhere = await others.ListRecordingsAsync(context).ConfigureAwait(false);
        return TypedResults.Ok<IReadOnlyList<RecordingStatus>>([.. here.Concat(elsewhere).OrderBy(r => r.StartedAt)]);
    }

    private static async Task<Created<RecordingStatus>> Start(
        StartRecordingRequest request, RecordingLibrary library, IOtherNodes others, CancellationToken cancellation)
    {
        var started = await Task.Run(() => library.Start(request), cancellation).ConfigureAwait(false);
        await others.TellAsync(request.Stream, cancellation).ConfigureAwait(false);
        return TypedResults.Created($"/api/recordings/{Uri.EscapeDataString(started.Name)}", started);
    }

    private static async Task<Ok<RecordingStatus>> Get(string name, RecordingLibrary library, CancellationToken cancellation) =>
        TypedResults.Ok(await Task.Run(() => library.Get(name), cancellation).ConfigureAwait(false));

    private static async Task<Ok<RecordingStatus>> Stop(
        string name, RecordingLibrary library, IOtherNodes others, CancellationToken cancellation)
    {
        var stopped = await library.StopAsync(name, cancellation).ConfigureAwait(false);
        if (stopped.Stream is { } stream) await others.TellAsync(stream, cancellation).ConfigureAwait(false);
        return TypedResults.Ok(stopped);
    }

    private static async Task<NoContent> Delete(string name, RecordingLibrary library, CancellationToken cancellation)
    {
        await library.DeleteAsync(name, cancellation).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    private static PhysicalFileHttpResult GetFile(string name, HttpContext context, RecordingLibrary library)
    {
        var (path, file) = library.Locate(name);
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "private, no-cache"; // it may still grow, or be another one of that name
        return TypedResults.PhysicalFile(path, FileNames.ContentTypeOf(file), context.Request.Query.ContainsKey("download") ? file : null,
            lastModified: File.GetLastWriteTimeUtc(path), enableRangeProcessing: true);
    }

    private static async Task<Ok<Waveform>> GetWaveform(
        string name, RecordingLibrary library, CancellationToken cancellation, int points = 800)
    {
        CheckPoints(points);
        return TypedResults.Ok(await Task.Run(() => library.WaveformOf(name, points), cancellation).ConfigureAwait(false));
    }

    /// <exception cref="ProblemException">It is out of range.</exception>
    internal static void CheckPoints(int points)
    {
        if (points is < 1 or > MaxPoints) throw new ProblemException(Problems.Invalid($"points is outside 1…{MaxPoints}."));
    }
}

using Continuo.Client.Contract.Rooms;
using Continuo.Server.Access;
using Continuo.Server.Options;
using Continuo.Server.Recordings;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Continuo.Server.Rooms;

/// <summary>
/// Recordings, announcements and replays of rooms: for operators, also to read, because a recording has everyone's voice in it.
/// </summary>
internal static class RoomTapesApi
{
    public static void MapRoomTapes(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/rooms/{room}").WithTags("rooms").RequireRole(AccessRole.Operate);
        group.MapGet("/recordings", List).WithSummary("Recordings of a room, the one that runs last");
        group.MapPost("/recordings", Start).WithSummary("Starts recording a room: the mix and each speaker, in sync");
        group.MapGet("/recordings/{name}", Get).WithSummary("One recording of a room");
        group.MapPost("/recordings/{name}/stop", Stop).WithSummary("Finishes a room's recording; answers when its files are complete");
        group.MapDelete("/recordings/{name}", Delete).WithSummary("Deletes a room's recording and its files");
        group.MapGet("/recordings/{name}/files/{file}", GetFile).WithSummary("A sound file of a room's recording; supports range requests");
        group.MapGet("/announcements", ListAnnouncements).WithSummary("Announcements and replays that are heard in a room");
        group.MapPost("/announcements", Announce)
            .WithSummary("Plays an announcement to everyone in a room")
            .WithDescription(
                "The source is a sound file of the announcements directory, or what a generator makes: tone:, sweep:, noise:, silence:.");
        group.MapDelete("/announcements/{id}", StopAnnouncement).WithSummary("Ends an announcement or a replay");
        group.MapPost("/replay", PlayReplay).WithSummary("Plays to everyone what was said lately, by all or by one");
    }

    private static async Task<Ok<IReadOnlyList<RoomRecordingStatus>>> List(string room, RoomTapes tapes) =>
        TypedResults.Ok(await Task.Run(() => tapes.Get(room).Recordings()).ConfigureAwait(false));

    private static async Task<Created<RoomRecordingStatus>> Start(
        string room, StartRoomRecordingRequest request, RoomTapes tapes, IRoomPlaces places)
    {
        var started = await Task.Run(() => tapes.Get(room).StartRecording(request)).ConfigureAwait(false);
        await places.KeepRecordingAsync(room, request with { Name = started.Name }).ConfigureAwait(false);
        return TypedResults.Created($"/api/rooms/{Uri.EscapeDataString(room)}/recordings/{Uri.EscapeDataString(started.Name)}", started);
    }

    private static async Task<Ok<RoomRecordingStatus>> Get(string room, string name, RoomTapes tapes) =>
        TypedResults.Ok(await Task.Run(() => tapes.Get(room).Recording(name)).ConfigureAwait(false));

    private static async Task<Ok<RoomRecordingStatus>> Stop(string room, string name, RoomTapes tapes, IRoomPlaces places)
    {
        var tape = tapes.Get(room);
        var stopped = await tape.StopRecordingAsync(name).ConfigureAwait(false);
        if (!tape.IsRecording) await places.KeepRecordingAsync(room, null).ConfigureAwait(false);
        return TypedResults.Ok(stopped);
    }

    private static async Task<NoContent> Delete(string room, string name, RoomTapes tapes, IRoomPlaces places)
    {
        var tape = tapes.Get(room);
        await tape.DeleteRecordingAsync(name).ConfigureAwait(false);
        if (!tape.IsRecording) await places.KeepRecordingAsync(room, null).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    private static PhysicalFileHttpResult GetFile(string room, string name, string file, HttpContext context, RoomTapes tapes)
    {
        var path = tapes.Get(room).FileOf(name, file);
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "private, no-cache"; // it may still grow
        return TypedResults.PhysicalFile(path, FileNames.ContentTypeOf(file), context.Request.Query.ContainsKey("download") ? file : null,
            lastModified: File.GetLastWriteTimeUtc(path), enableRangeProcessing: true);
    }

    private static Ok<IReadOnlyList<AnnouncementStatus>> ListAnnouncements(string room, RoomTapes tapes) =>
        TypedResults.Ok(tapes.Get(room).Playing);

    private static async Task<Created<AnnouncementStatus>> Announce(string room, AnnounceRequest request, RoomTapes tapes) =>
        Created(room, await Task.Run(() => tapes.Get(room).Announce(request)).ConfigureAwait(false));

    private static async Task<Created<AnnouncementStatus>> PlayReplay(string room, PlayReplayRequest request, RoomTapes tapes) =>
        Created(room, await Task.Run(() => tapes.Get(room).PlayReplay(request)).ConfigureAwait(false));

    private static NoContent StopAnnouncement(string room, string id, RoomTapes tapes)
    {
        tapes.Get(room).Stop(id);
        return TypedResults.NoContent();
    }

    private static Created<AnnouncementStatus> Created(string room, AnnouncementStatus status) =>
        TypedResults.Created($"/api/rooms/{Uri.EscapeDataString(room)}/announcements/{Uri.EscapeDataString(status.Id)}", status);
}

using Continuo.Client.Contract.Rooms;
using Continuo.Rooms.Hosting;
using Continuo.Rooms.Mixing;
using Continuo.Server.Access;
using Continuo.Server.Http;
using Continuo.Server.Options;
using Continuo.Server.Sessions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Continuo.Server.Rooms;

/// <summary><c>/api/rooms</c>.</summary>
internal static class RoomsApi
{
    public static void MapRooms(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/rooms").WithTags("rooms");
        group.MapGet("", List).WithSummary("All rooms with their members");
        group.MapPost("", Open).WithSummary("Opens a room");
        group.MapGet("/{room}", Get).WithSummary("One room");
        group.MapDelete("/{room}", Close).WithSummary("Closes a room; its members leave");
        group.MapPatch("/{room}/speakers/{id}", ChangeSpeaker).RequireRole(AccessRole.Talk)
            .WithSummary("Mutes a speaker for everyone (push to talk), or sets the volume for everyone");
        group.MapDelete("/{room}/speakers/{id}", RemoveSpeaker).WithSummary("Removes a speaker");
        group.MapPatch("/{room}/listeners/{id}", ChangeListener).RequireRole(AccessRole.Listen)
            .WithSummary("Sets any number of a listener's volumes and groups at once; they are remembered");
    }

    private static Ok<IReadOnlyList<RoomStatus>> List(RoomTable rooms) => TypedResults.Ok<IReadOnlyList<RoomStatus>>([.. rooms.All.Select(RoomReports.Of)]);

    private static Ok<RoomStatus> Get(string room, RoomTable rooms) => TypedResults.Ok(RoomReports.Of(rooms.Get(room)));

    private static Created<RoomStatus> Open(OpenRoomRequest request, RoomTable rooms)
    {
        var usual = new RoomDeclaration();
        var room = rooms.Open(request.Name,
            new RoomDeclaration(request.Channels ?? usual.Channels, request.TickMs ?? usual.TickMs, request.MaxMixed ?? usual.MaxMixed));
        return TypedResults.Created($"/api/rooms/{Uri.EscapeDataString(room.Name)}", RoomReports.Of(room));
    }

    private static async Task<NoContent> Close(string room, RoomTable rooms, SessionTable sessions)
    {
        rooms.Close(rooms.Get(room));
        await sessions.EndAsync(room).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    private static Ok<RoomSpeakerStatus> ChangeSpeaker(string room, string id, ChangeSpeakerRequest request, RoomTable rooms)
    {
        var found = rooms.Get(room);
        var speaker = Speaker(found, id);
        if (request.Volume is { } volume) speaker.SetVolume(volume);
        if (request.IsMuted is { } isMuted) speaker.SetMuted(isMuted);
        rooms.Announce(found);
        return TypedResults.Ok(RoomReports.Of(speaker));
    }

    private static NoContent RemoveSpeaker(string room, string id, RoomTable rooms)
    {
        Speaker(rooms.Get(room), id).Leave();
        return TypedResults.NoContent();
    }

    private static Ok<RoomListenerStatus> ChangeListener(string room, string id, ChangeListenerRequest request, RoomTable rooms)
    {
        var found = rooms.Get(room);
        var listener = found.Listeners.FirstOrDefault(l => l.MemberId == id)
            ?? throw new ProblemException(Problems.NotFound($"No one with the id '{id}' listens in '{room}'.", "Listen first."));
        if (request.Volumes is { Count: > 0 } volumes) listener.SetVolumes([.. volumes.Select(RoomReports.ToVolume)]);
        foreach (var (group, isOn) in request.Groups ?? new Dictionary<string, bool>()) listener.SetGroup(group, isOn);
        rooms.Announce(found);
        return TypedResults.Ok(RoomReports.Of(listener));
    }

    private static RoomSpeaker Speaker(Room room, string id) => room.Speakers.FirstOrDefault(s => s.MemberId == id)
        ?? throw new ProblemException(Problems.NotFound($"No one with the id '{id}' speaks in '{room.Name}'.", "GET /api/rooms lists the members."));
}

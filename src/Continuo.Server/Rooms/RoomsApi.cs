using Continuo.Client.Contract.Messages;
using Continuo.Client.Contract.Rooms;
using Continuo.Rooms.Hosting;
using Continuo.Rooms.Mixing;
using Continuo.Server.Access;
using Continuo.Server.Http;
using Continuo.Server.Options;
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
            .WithSummary("Mutes oneself for everyone (push to talk); operators mute, level and favour anyone");
        group.MapDelete("/{room}/speakers/{id}", RemoveSpeaker).WithSummary("Removes a speaker");
        group.MapGet("/{room}/listeners/{id}", GetListener).WithSummary("What a listener has set; for the listener itself");
        group.MapPatch("/{room}/listeners/{id}", ChangeListener).RequireRole(AccessRole.Listen)
            .WithSummary("Sets any number of one's own volumes and groups at once; they are remembered");
        app.MapPost("/api/seats", CreateSeat).WithTags("rooms").RequireRole(AccessRole.Listen).RequireRateLimiting(RateLimits.Sessions)
            .WithSummary("Makes a seat: an id to be known by in rooms, and the key that proves it");
    }

    private static async Task<Ok<IReadOnlyList<RoomStatus>>> List(IRoomPlaces places, HttpContext context) =>
        TypedResults.Ok(await places.ListAsync(context).ConfigureAwait(false));

    private static Ok<RoomStatus> Get(string room, RoomTable rooms) => TypedResults.Ok(RoomReports.Of(rooms.Get(room)));

    private static async Task<Created<RoomStatus>> Open(OpenRoomRequest request, IRoomPlaces places, HttpContext context)
    {
        var usual = new RoomDeclaration();
        var room = await places.OpenAsync(request.Name,
            new RoomDeclaration(
                request.Channels ?? usual.Channels,
                request.TickMs ?? usual.TickMs,
                request.MaxMixed ?? usual.MaxMixed,
                request.TalkOverDb ?? usual.TalkOverDb,
                request.AutomaticLevel ?? usual.AutomaticLevel,
                request.TargetLufs ?? usual.TargetLufs,
                request.NoiseSuppressionDb ?? usual.NoiseSuppressionDb,
                request.VoiceActivity ?? usual.VoiceActivity,
                request.ReplaySeconds ?? usual.ReplaySeconds,
                request.Span ?? usual.Span), context).ConfigureAwait(false);
        return TypedResults.Created($"/api/rooms/{Uri.EscapeDataString(room.Name)}", room);
    }

    private static async Task<NoContent> Close(string room, RoomTable rooms, IRoomPlaces places)
    {
        await places.CloseAsync(rooms.Get(room)).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    private static Ok<Seat> CreateSeat() => TypedResults.Ok(SeatKey.Create());

    private static Ok<RoomSpeakerStatus> ChangeSpeaker(
        string room, string id, ChangeSpeakerRequest request, RoomTable rooms, HttpContext context)
    {
        var found = rooms.Get(room);
        rooms.Seats.Require(context, found, id);
        if (request is not { Volume: null, IsBlocked: null, TalksOver: null } && context.ClientRole() < AccessRole.Operate)
        {
            throw new ProblemException(Problems.Of(StatusCodes.Status403Forbidden, "forbidden",
                "volume, isBlocked and talksOver act on everyone: they need the role Operate.",
                "Leave them out, or use a token with that role."));
        }

        var speaker = Speaker(found, id);
        if (request.Volume is { } volume) speaker.SetVolume(volume);
        if (request.IsMuted is { } isMuted) speaker.SetMuted(isMuted);
        if (request.TalksOver is { } talksOver) speaker.SetTalksOver(talksOver);
        if (request.IsBlocked is { } isBlocked)
        {
            rooms.Seats.SetBlocked(found, id, isBlocked);
            speaker.SetBlocked(isBlocked);
        }

        rooms.Announce(new RoomChange(ChangeAction.Changed, found, speaker));
        return TypedResults.Ok(RoomReports.Of(speaker));
    }

    private static NoContent RemoveSpeaker(string room, string id, RoomTable rooms)
    {
        Speaker(rooms.Get(room), id).Leave();
        return TypedResults.NoContent();
    }

    private static Ok<RoomListenerSettings> GetListener(string room, string id, RoomTable rooms, HttpContext context)
    {
        var found = rooms.Get(room);
        rooms.Seats.Require(context, found, id);
        return TypedResults.Ok(RoomReports.SettingsOf(Listener(found, id)));
    }

    private static Ok<RoomListenerSettings> ChangeListener(
        string room, string id, ChangeListenerRequest request, RoomTable rooms, HttpContext context)
    {
        var found = rooms.Get(room);
        rooms.Seats.Require(context, found, id);
        var listener = Listener(found, id);
        if (request.Volumes is { Count: > 0 } volumes) listener.SetVolumes([.. volumes.Select(RoomReports.ToVolume)]);
        foreach (var (group, isOn) in request.Groups ?? new Dictionary<string, bool>()) listener.SetGroup(group, isOn);
        rooms.Announce(new RoomChange(ChangeAction.Changed, found, Listener: listener));
        return TypedResults.Ok(RoomReports.SettingsOf(listener));
    }

    private static RoomSpeaker Speaker(Room room, string id) => room.Speakers.FirstOrDefault(s => s.MemberId == id)
        ?? throw new ProblemException(
            Problems.NotFound($"No one with the id '{id}' speaks in '{room.Name}'.", "GET /api/rooms lists the members."));

    private static RoomListener Listener(Room room, string id) => room.Listeners.FirstOrDefault(l => l.MemberId == id)
        ?? throw new ProblemException(Problems.NotFound($"No one with the id '{id}' listens in '{room.Name}'.", "Listen first."));
}

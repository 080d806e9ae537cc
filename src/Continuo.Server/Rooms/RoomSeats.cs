using Continuo.Mumble.Gateway;
using Continuo.Rooms.Hosting;
using Continuo.Rooms.Recording;
using Continuo.Server.Access;
using Continuo.Server.Http;
using Continuo.Server.Options;

namespace Continuo.Server.Rooms;

/// <summary>
/// Who may act as which person. A seat made by the server belongs to who sends its key. Any other name belongs to the token that took it,
/// as long as the person is in the room. Operators may act as anyone. Thread-safe.
/// </summary>
internal sealed class RoomSeats
{
    /// <summary>Header with the key of a seat.</summary>
    public const string KeyHeader = "Continuo-Seat-Key";

    private const int MaxBlocked = 10_000;

    private readonly Lock _gate = new(); // guards both
    private readonly Dictionary<(Room Room, string Id), (AccessToken? Owner, int Members)> _taken = [];
    private readonly HashSet<(Room Room, string Id)> _blocked = [];

    /// <summary>Whether clients may not have a seat of this name: pages would not show them as persons, or as persons of a gateway.</summary>
    public static bool IsReserved(string id) =>
        id is RoomRecording.ListenerId or RoomTape.ReplayId || id.StartsWith(MumbleGateway.MemberPrefix, StringComparison.Ordinal);

    /// <summary>Takes a seat for a member that joins. The result releases it when the member has left.</summary>
    /// <exception cref="ProblemException">The seat is another's.</exception>
    public Action Take(HttpContext context, Room room, string id)
    {
        var isMember = IsMember(room, id);
        lock (_gate)
        {
            Require(context, room, id, isMember);
            var token = context.ClientToken();
            _taken[(room, id)] = _taken.TryGetValue((room, id), out var seat) ? seat with { Members = seat.Members + 1 } : (token, 1);
        }

        var isReleased = 0;
        return () =>
        {
            if (Interlocked.Exchange(ref isReleased, 1) == 0) Release(room, id);
        };
    }

    /// <summary>Checks that a client may act as a person.</summary>
    /// <exception cref="ProblemException">It may not.</exception>
    public void Require(HttpContext context, Room room, string id)
    {
        var isMember = IsMember(room, id);
        lock (_gate) Require(context, room, id, isMember);
    }

    /// <summary>Remembers that an operator has muted a person, also if the person leaves and comes back.</summary>
    public void SetBlocked(Room room, string id, bool isBlocked)
    {
        lock (_gate)
        {
            if (!isBlocked) _blocked.Remove((room, id));
            else if (_blocked.Count < MaxBlocked) _blocked.Add((room, id));
        }
    }

    /// <summary>Whether an operator has muted a person.</summary>
    public bool IsBlocked(Room room, string id)
    {
        lock (_gate) return _blocked.Contains((room, id));
    }

    /// <summary>Forgets a room that is closed.</summary>
    public void Forget(Room room)
    {
        lock (_gate) _blocked.RemoveWhere(b => b.Room == room);
    }

    /// <summary>Programs that speak WHIP or WHEP send no headers of their own: they have the key in the address.</summary>
    private static string? KeyOf(HttpRequest request) => request.Headers[KeyHeader] is [{ Length: > 0 } key] ? key : request.Query["key"];

    private static bool IsMember(Room room, string id) =>
        room.Speakers.Any(s => s.MemberId == id) || room.Listeners.Any(l => l.MemberId == id);

    private void Require(HttpContext context, Room room, string id, bool isMember)
    {
        if (context.ClientRole() >= AccessRole.Operate) return;
        if (SeatKey.IsKeyed(id))
        {
            if (SeatKey.Opens(id, KeyOf(context.Request))) return;
        }
        else if (_taken.TryGetValue((room, id), out var seat))
        {
            if (seat.Owner is { } owner && context.ClientToken() is { } token && owner.IsSame(token)) return;
        }
        else if (!isMember)
        {
            return;
        }

        throw new ProblemException(Problems.Of(StatusCodes.Status403Forbidden, "forbidden",
            $"The seat '{id}' in '{room.Name}' is another's.",
            $"Send its key as {KeyHeader}, use the token that took it, or make a seat: POST /api/seats."));
    }

    private void Release(Room room, string id)
    {
        lock (_gate)
        {
            if (!_taken.TryGetValue((room, id), out var seat)) return;
            if (seat.Members > 1) _taken[(room, id)] = seat with { Members = seat.Members - 1 };
            else _taken.Remove((room, id));
        }
    }
}

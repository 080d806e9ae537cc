using Continuo.Client.Contract.Rooms;
using Continuo.Rooms.Hosting;
using Continuo.Server.Sessions;

namespace Continuo.Server.Rooms;

/// <summary>All rooms are on this server.</summary>
internal sealed class LocalRooms(RoomTable rooms, SessionTable sessions) : IRoomPlaces
{
    /// <inheritdoc/>
    public string? Node => null;

    /// <inheritdoc/>
    public void Declare(string name, RoomDeclaration declaration) => rooms.Open(name, declaration);

    /// <inheritdoc/>
    public void Withdraw(string name)
    {
        if (rooms.Find(name) is { } room) rooms.Close(room);
    }

    /// <inheritdoc/>
    public Task<RoomStatus> OpenAsync(string name, RoomDeclaration declaration, HttpContext context) =>
        Task.FromResult(RoomReports.Of(rooms.Open(name, declaration)));

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomStatus>> ListAsync(HttpContext context) =>
        Task.FromResult<IReadOnlyList<RoomStatus>>([.. rooms.All.Select(RoomReports.Of)]);

    /// <inheritdoc/>
    public Task KeepRecordingAsync(string room, StartRoomRecordingRequest? recording) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task CloseAsync(Room room)
    {
        rooms.Close(room);
        return sessions.EndAsync(room.Name);
    }
}

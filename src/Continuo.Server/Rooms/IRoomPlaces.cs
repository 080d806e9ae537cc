using Continuo.Client.Contract.Rooms;
using Continuo.Rooms.Hosting;

namespace Continuo.Server.Rooms;

/// <summary>Where rooms are opened: on this server, or on one of several nodes. Thread-safe.</summary>
internal interface IRoomPlaces
{
    /// <summary>Name of this server among several nodes; <see langword="null"/> if it is alone.</summary>
    string? Node { get; }

    /// <summary>Opens a room of the configuration, or has it opened when it is needed.</summary>
    /// <exception cref="Exception">It cannot be opened yet.</exception>
    void Declare(string name, RoomDeclaration declaration);

    /// <summary>Closes a room that the configuration declares no more.</summary>
    void Withdraw(string name);

    /// <summary>Opens a room that a client asks for.</summary>
    Task<RoomStatus> OpenAsync(string name, RoomDeclaration declaration, HttpContext context);

    /// <summary>Lists the rooms.</summary>
    Task<IReadOnlyList<RoomStatus>> ListAsync(HttpContext context);

    /// <summary>Keeps what is recorded of a room, so that the next server that has it goes on.</summary>
    /// <param name="room">Name of the room.</param>
    /// <param name="recording">The recording that runs; <see langword="null"/> for none.</param>
    Task KeepRecordingAsync(string room, StartRoomRecordingRequest? recording);

    /// <summary>Closes a room of this server for good.</summary>
    Task CloseAsync(Room room);
}

namespace Continuo.Client.Contract.Rooms;

/// <summary>A listener in a room. What a listener has set is its own affair: <see cref="RoomListenerSettings"/>.</summary>
/// <param name="Id">Stable id of the person.</param>
/// <param name="Name">Name to show.</param>
public sealed record RoomListenerStatus(string Id, string Name);

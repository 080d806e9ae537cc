namespace Continuo.Client.Contract.Rooms;

/// <summary>Value of an event about a listener. A change says only that the listener has other settings.</summary>
/// <param name="Room">Name of the room.</param>
/// <param name="Listener">The listener.</param>
public sealed record RoomListenerChange(string Room, RoomListenerStatus Listener);

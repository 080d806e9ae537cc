namespace Continuo.Client.Contract.Rooms;

/// <summary>A listener in a room.</summary>
/// <param name="Id">Stable id of the person.</param>
/// <param name="Volumes">What the listener has set, as far as it differs from the default.</param>
/// <param name="GroupsOff">Groups that the listener has switched off.</param>
public sealed record RoomListenerStatus(string Id, IReadOnlyList<RoomVolume> Volumes, IReadOnlyList<string> GroupsOff);

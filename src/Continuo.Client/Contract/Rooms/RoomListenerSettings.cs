namespace Continuo.Client.Contract.Rooms;

/// <summary>What a listener in a room has set, as far as it differs from the default.</summary>
/// <param name="Id">Stable id of the person.</param>
/// <param name="Volumes">Volumes, mutes and solos by person.</param>
/// <param name="GroupsOff">Groups that the listener has switched off.</param>
public sealed record RoomListenerSettings(string Id, IReadOnlyList<RoomVolume> Volumes, IReadOnlyList<string> GroupsOff);

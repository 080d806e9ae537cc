namespace Continuo.Client.Contract.Rooms;

/// <summary>A voice room.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Channels">Channels of the mix: 1 or 2.</param>
/// <param name="TickMs">Length of a tick.</param>
/// <param name="IsParked">Whether no one speaks, so that it does not tick.</param>
/// <param name="Speakers">Who can be heard.</param>
/// <param name="Listeners">Who hears them.</param>
public sealed record RoomStatus(
    string Name,
    int Channels,
    int TickMs,
    bool IsParked,
    IReadOnlyList<RoomSpeakerStatus> Speakers,
    IReadOnlyList<RoomListenerStatus> Listeners);

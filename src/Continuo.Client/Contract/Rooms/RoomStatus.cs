namespace Continuo.Client.Contract.Rooms;

/// <summary>A voice room.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Channels">Channels of the mix: 1 or 2.</param>
/// <param name="TickMs">Length of a tick.</param>
/// <param name="MaxMixed">How many of the loudest speakers are mixed at most; 0: all.</param>
/// <param name="TalkOverDb">Attenuation of the others while a speaker with <see cref="RoomSpeakerStatus.TalksOver"/> speaks.</param>
/// <param name="AutomaticLevel">Whether every speaker is brought to <paramref name="TargetLufs"/>.</param>
/// <param name="TargetLufs">Loudness that automatic level brings speakers to.</param>
/// <param name="IsParked">Whether no one speaks, so that it does not tick.</param>
/// <param name="Speakers">Who can be heard.</param>
/// <param name="Listeners">Who hears them.</param>
public sealed record RoomStatus(
    string Name,
    int Channels,
    int TickMs,
    int MaxMixed,
    double TalkOverDb,
    bool AutomaticLevel,
    double TargetLufs,
    bool IsParked,
    IReadOnlyList<RoomSpeakerStatus> Speakers,
    IReadOnlyList<RoomListenerStatus> Listeners);

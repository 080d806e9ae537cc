namespace Continuo.Client.Contract.Rooms;

/// <summary>A speaker in a room.</summary>
/// <param name="Number">Its number, sent as contributing source (CSRC) in the packets of the mix.</param>
/// <param name="Id">Stable id of the person; volumes refer to it.</param>
/// <param name="Name">Name to show; empty while it is looked up.</param>
/// <param name="Group">Group that listeners switch on and off; <see langword="null"/> for none.</param>
/// <param name="IsSpeaking">Whether the speaker speaks now.</param>
/// <param name="IsMuted">Whether the speaker has muted itself for everyone (push to talk).</param>
/// <param name="IsBlocked">Whether an operator has muted the speaker for everyone.</param>
/// <param name="IsStalled">Whether packets stopped in the middle of audio.</param>
/// <param name="TalksOver">Whether the others are attenuated while this speaker speaks.</param>
/// <param name="Volume">Volume for everyone, 0…2.</param>
/// <param name="AutomaticGainDb">Gain of the automatic level; <see langword="null"/> if it is off.</param>
/// <param name="LevelDb">Level in dBFS; <see langword="null"/> for silence.</param>
public sealed record RoomSpeakerStatus(
    long Number,
    string Id,
    string Name,
    string? Group,
    bool IsSpeaking,
    bool IsMuted,
    bool IsBlocked,
    bool IsStalled,
    bool TalksOver,
    double Volume,
    double? AutomaticGainDb,
    double? LevelDb);

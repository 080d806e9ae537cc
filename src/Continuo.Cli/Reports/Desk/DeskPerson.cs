namespace Continuo.Cli.Reports.Desk;

/// <summary>A person at the desk, as the view and the report show it.</summary>
/// <param name="Id">Stable id; what is set for the person is saved under it.</param>
/// <param name="Name">Name to show.</param>
/// <param name="Channel">Name of the channel.</param>
/// <param name="Group">Group that is switched on and off.</param>
/// <param name="IsGroupOn">Whether the group is on.</param>
/// <param name="LevelDb">Level before the volume, in dBFS RMS; <see langword="null"/> for silence.</param>
/// <param name="IsSpeaking">Whether the person speaks.</param>
/// <param name="Volume">Volume in percent, 0…200.</param>
/// <param name="IsMuted">Whether the person is muted.</param>
/// <param name="IsSolo">Whether only persons marked so are heard.</param>
/// <param name="AutomaticGainDb">Gain of the automatic level, in dB.</param>
internal sealed record DeskPerson(
    string Id,
    string Name,
    string Channel,
    string Group,
    bool IsGroupOn,
    double? LevelDb,
    bool IsSpeaking,
    int Volume,
    bool IsMuted,
    bool IsSolo,
    double AutomaticGainDb);

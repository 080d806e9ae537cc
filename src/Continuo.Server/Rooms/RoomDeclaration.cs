using Continuo.Audio;
using Continuo.Rooms;

namespace Continuo.Server.Rooms;

/// <summary>A room of the configuration, which is open as long as the server runs.</summary>
/// <param name="Channels">1 or 2.</param>
/// <param name="TickMs">10 or 20.</param>
/// <param name="MaxMixed">How many of the loudest speakers are mixed at most; 0: all.</param>
/// <param name="TalkOverDb">Attenuation of the others while a speaker talks over them.</param>
/// <param name="AutomaticLevel">Whether every speaker is brought to <paramref name="TargetLufs"/>.</param>
/// <param name="TargetLufs">Loudness of the automatic level.</param>
/// <param name="NoiseSuppressionDb">How far steady noise of the speakers is attenuated at most; 0: not at all.</param>
/// <param name="VoiceActivity">Whether what a voice is like decides whether someone speaks.</param>
/// <param name="ReplaySeconds">How much of the past is kept for replays; 0: nothing.</param>
/// <param name="Span">Whether, in a cluster, each node serves the participants who come to it.</param>
internal sealed record RoomDeclaration(
    int Channels = 1,
    int TickMs = 20,
    int MaxMixed = 0,
    double TalkOverDb = -15,
    bool AutomaticLevel = false,
    double TargetLufs = -20,
    double NoiseSuppressionDb = 0,
    bool VoiceActivity = false,
    double ReplaySeconds = 0,
    bool Span = false)
{
    /// <summary>What is done to the speakers' voices; <see langword="null"/>: nothing.</summary>
    public SpeakerProcessing? ToProcessing() => NoiseSuppressionDb == 0 && !VoiceActivity
        ? null
        : new SpeakerProcessing { NoiseSuppressionDb = NoiseSuppressionDb, DetectsVoice = VoiceActivity };

    /// <summary>The options of the room.</summary>
    public RoomOptions ToOptions(ILogger logger) => new()
    {
        Format = new AudioFormat(48_000, Channels),
        Tick = TimeSpan.FromMilliseconds(TickMs),
        MaxMixed = MaxMixed,
        TalkOverDb = TalkOverDb,
        AutomaticLevel = AutomaticLevel,
        TargetLufs = TargetLufs,
        Processing = ToProcessing(),
        Logger = logger,
    };
}

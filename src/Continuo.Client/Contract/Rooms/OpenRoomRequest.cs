using System.Text.Json.Serialization;

namespace Continuo.Client.Contract.Rooms;

/// <summary>Body of <c>POST /api/rooms</c>.</summary>
/// <param name="Name">Name of the room.</param>
/// <param name="Channels">1 (default) or 2.</param>
/// <param name="TickMs">20 (default) or 10.</param>
/// <param name="MaxMixed">How many of the loudest speakers are mixed at most; 0 (default) mixes all.</param>
/// <param name="TalkOverDb">Attenuation of the others while a speaker talks over them, −60…0; default −15.</param>
/// <param name="AutomaticLevel">Whether every speaker is brought to <paramref name="TargetLufs"/>; default no.</param>
/// <param name="TargetLufs">−40…−10; default −20.</param>
/// <param name="NoiseSuppressionDb">How far steady noise of the speakers is attenuated at most, 0…40; default 0: not at all.</param>
/// <param name="VoiceActivity">Whether what a voice is like decides whether someone speaks, and not its level alone; default no.</param>
/// <param name="ReplaySeconds">How much of the past is kept for replays, 0…300; default 0.</param>
/// <param name="Span">Whether, in a cluster, each node serves the participants who come to it; default no.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record OpenRoomRequest(
    string Name,
    int? Channels = null,
    int? TickMs = null,
    int? MaxMixed = null,
    double? TalkOverDb = null,
    bool? AutomaticLevel = null,
    double? TargetLufs = null,
    double? NoiseSuppressionDb = null,
    bool? VoiceActivity = null,
    double? ReplaySeconds = null,
    bool? Span = null);

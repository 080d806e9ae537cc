using System.Text.Json.Serialization;

namespace Continuo.Client.Contract.Rooms;

/// <summary>Body of <c>POST /api/rooms/{room}/replay</c>.</summary>
/// <param name="Seconds">How much of the past; left out, all that the room keeps.</param>
/// <param name="Speaker">Id of the speaker; left out, the mix.</param>
/// <param name="TalksOver">Whether the others are attenuated while it is heard; default yes.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PlayReplayRequest(double? Seconds = null, string? Speaker = null, bool? TalksOver = null);

using System.Text.Json.Serialization;

namespace Continuo.Client.Contract.Rooms;

/// <summary>Body of <c>PATCH /api/rooms/{room}/speakers/{id}</c>. What is left out stays.</summary>
/// <param name="IsMuted">Muted for everyone by the speaker itself, as push to talk does.</param>
/// <param name="IsBlocked">Muted for everyone by an operator, whatever the speaker sets.</param>
/// <param name="TalksOver">Whether the others are attenuated while this speaker speaks.</param>
/// <param name="Volume">Volume for everyone, 0…2.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ChangeSpeakerRequest(bool? IsMuted = null, bool? IsBlocked = null, bool? TalksOver = null, double? Volume = null);

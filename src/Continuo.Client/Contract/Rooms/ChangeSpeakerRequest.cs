using System.Text.Json.Serialization;

namespace Continuo.Client.Contract.Rooms;

/// <summary>Body of <c>PATCH /api/rooms/{room}/speakers/{id}</c>. What is left out stays.</summary>
/// <param name="IsMuted">Muted for everyone; push to talk sets it.</param>
/// <param name="Volume">Volume for everyone, 0…2.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ChangeSpeakerRequest(bool? IsMuted = null, double? Volume = null);

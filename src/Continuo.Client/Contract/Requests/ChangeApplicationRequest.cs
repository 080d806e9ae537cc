using System.Text.Json.Serialization;

namespace Continuo.Client.Contract.Requests;

/// <summary>Body of <c>PATCH /api/applications/{address}</c>. What is left out stays as it is.</summary>
/// <param name="VolumePercent">0…150; 100 is unchanged.</param>
/// <param name="Muted">Whether its streams are muted.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ChangeApplicationRequest(double? VolumePercent = null, bool? Muted = null);

using System.Text.Json.Serialization;

namespace Continuo.Client.Contract.Requests;

/// <summary>Body of <c>POST /api/streams/{name}/replay</c>.</summary>
/// <param name="Seconds">How much of the past to save.</param>
/// <param name="Name">Name of the recording; made from stream and time if left out.</param>
/// <param name="Format"><c>flac</c> (if left out), <c>wav</c> or <c>opus</c>.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SaveReplayRequest(double Seconds, string? Name = null, string? Format = null);

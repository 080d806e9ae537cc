using System.Text.Json.Serialization;

namespace Continuo.Client.Contract.Requests;

/// <summary>Body of <c>POST /api/recordings</c>.</summary>
/// <param name="Stream">Stream to record.</param>
/// <param name="Name">Name of the recording; made from stream and time if left out.</param>
/// <param name="Format"><c>flac</c> (if left out), <c>wav</c> or <c>opus</c>.</param>
/// <param name="DurationSeconds">Ends by itself after this time; runs until stopped if left out.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record StartRecordingRequest(string Stream, string? Name = null, string? Format = null, double? DurationSeconds = null);

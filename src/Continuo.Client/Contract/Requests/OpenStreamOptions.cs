using System.Text.Json.Serialization;

namespace Continuo.Client.Contract.Requests;

/// <summary>How to open a stream.</summary>
/// <param name="ChunkMs">Length of a chunk in milliseconds, 1…100; 10 if left out.</param>
/// <param name="ReplaySeconds">How much of the past is kept for saving, 0…600; the server's default if left out.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record OpenStreamOptions(double? ChunkMs = null, double? ReplaySeconds = null);

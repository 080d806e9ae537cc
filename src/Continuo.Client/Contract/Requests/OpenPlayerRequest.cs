using System.Text.Json.Serialization;

namespace Continuo.Client.Contract.Requests;

/// <summary>Body of <c>POST /api/players</c>.</summary>
/// <param name="Name">Name of the new player.</param>
/// <param name="Files">Files of the recordings directory, one per track.</param>
/// <param name="To">Address of the output; if left out, a stream with the player's name.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record OpenPlayerRequest(string Name, IReadOnlyList<string> Files, string? To = null);

using System.Text.Json.Serialization;

namespace Continuo.Client.Contract.Requests;

/// <summary>Body of <c>POST /api/streams</c>.</summary>
/// <param name="Name">Name of the new stream.</param>
/// <param name="Address">
/// What to capture: an application, device, generator, network address, or a file of the recordings directory.
/// </param>
/// <param name="Options">How; may be left out.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record OpenStreamRequest(string Name, string Address, OpenStreamOptions? Options = null);

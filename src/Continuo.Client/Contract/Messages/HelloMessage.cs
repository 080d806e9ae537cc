using System.Text.Json.Serialization;
using Continuo.Client.Contract.Server;

namespace Continuo.Client.Contract.Messages;

/// <summary>First message of the event socket, and the one after events were missed.</summary>
/// <param name="Server">The server.</param>
/// <param name="Snapshot">Everything at this moment.</param>
public sealed record HelloMessage(ServerStatus Server, ServerSnapshot Snapshot)
{
    /// <summary><c>hello</c>.</summary>
    [JsonPropertyOrder(-1)]
    public string Type { get; init; } = "hello";
}

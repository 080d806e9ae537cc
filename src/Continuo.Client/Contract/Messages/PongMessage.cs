using System.Text.Json.Serialization;

namespace Continuo.Client.Contract.Messages;

/// <summary>Answer to a ping.</summary>
/// <param name="Ping">Number of the ping.</param>
/// <param name="Time">Time of the server.</param>
public sealed record PongMessage(long Ping, DateTimeOffset Time)
{
    /// <summary><c>pong</c>.</summary>
    [JsonPropertyOrder(-1)]
    public string Type { get; init; } = "pong";
}

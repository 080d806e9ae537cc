using System.Text.Json.Serialization;
using Continuo.Client.Contract.Server;

namespace Continuo.Client.Contract.Messages;

/// <summary>A line of the log, as an event.</summary>
/// <param name="Value">The line.</param>
public sealed record LogMessage(LogLine Value)
{
    /// <summary><c>log</c>.</summary>
    [JsonPropertyOrder(-1)]
    public string Type { get; init; } = "log";
}

using System.Text.Json.Serialization;

namespace Continuo.Client.Contract.Messages;

/// <summary>Answer to a message that was not understood. The connection stays open.</summary>
/// <param name="Detail">What is wrong with it.</param>
public sealed record ErrorMessage(string Detail)
{
    /// <summary><c>error</c>.</summary>
    [JsonPropertyOrder(-1)]
    public string Type { get; init; } = "error";
}

using System.Text.Json.Serialization;

namespace Continuo.Client.Contract.Requests;

/// <summary>Change of a player's track. What is left out stays as it is.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ChangeTrackRequest
{
    /// <summary>Number of the track.</summary>
    public required int Index { get; init; }

    /// <summary>Gain in dB, up to 12; <c>null</c> is −∞.</summary>
    [JsonConverter(typeof(OptionalNumberConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public OptionalValue<double?> GainDb { get; init; }

    /// <summary>−1 (left) to 1 (right).</summary>
    public double? Pan { get; init; }

    /// <summary>Whether it is muted.</summary>
    public bool? Muted { get; init; }

    /// <summary>Whether it is soloed.</summary>
    public bool? Solo { get; init; }
}

using System.Text.Json.Serialization;
using Continuo.Client.Json;

namespace Continuo.Client.Contract;

/// <summary>Change of a player's track. What is left out stays as it is.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ChangeTrackRequest
{
    /// <summary>Number of the track.</summary>
    public required int Index { get; init; }

    /// <summary>Gain in dB, up to 12; <c>null</c> is −∞.</summary>
    [JsonConverter(typeof(GivenNumberConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Given<double?> GainDb { get; init; }

    /// <summary>−1 (left) to 1 (right).</summary>
    public double? Pan { get; init; }

    /// <summary>Whether it is muted.</summary>
    public bool? Muted { get; init; }

    /// <summary>Whether it is soloed.</summary>
    public bool? Solo { get; init; }
}

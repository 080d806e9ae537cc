using System.Text.Json.Serialization;
using Continuo.Playing;

namespace Continuo.Client.Contract.Requests;

/// <summary>Body of <c>PATCH /api/players/{name}</c>. What is left out stays as it is.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ChangePlayerRequest
{
    /// <summary><c>playing</c>, <c>paused</c> or <c>stopped</c>.</summary>
    public PlayerState? State { get; init; }

    /// <summary>Where to play from.</summary>
    public double? PositionSeconds { get; init; }

    /// <summary>Loop region, or <c>null</c> for none.</summary>
    [JsonConverter(typeof(OptionalLoopConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public OptionalValue<LoopStatus?> Loop { get; init; }

    /// <summary>Gain of the output in dB, up to 12; <c>null</c> is −∞.</summary>
    [JsonConverter(typeof(OptionalNumberConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public OptionalValue<double?> GainDb { get; init; }

    /// <summary>Whether the output is muted.</summary>
    public bool? Muted { get; init; }

    /// <summary>Changes of tracks.</summary>
    public IReadOnlyList<ChangeTrackRequest>? Tracks { get; init; }
}

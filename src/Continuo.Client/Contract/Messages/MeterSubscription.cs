using System.Text.Json.Serialization;

namespace Continuo.Client.Contract.Messages;

/// <summary>Which meters are wanted.</summary>
/// <param name="RateHz">Messages per second, 1…30.</param>
/// <param name="Streams">Names of streams.</param>
/// <param name="Players">Names of players.</param>
/// <param name="Rooms">Names of rooms.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record MeterSubscription(
    double RateHz = 20,
    IReadOnlyList<string>? Streams = null,
    IReadOnlyList<string>? Players = null,
    IReadOnlyList<string>? Rooms = null);

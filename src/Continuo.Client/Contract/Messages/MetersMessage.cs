using System.Text.Json.Serialization;
using Continuo.Client.Contract.Rooms;

namespace Continuo.Client.Contract.Messages;

/// <summary>Meters of the subscribed streams, players and rooms.</summary>
/// <param name="Time">When they were read.</param>
/// <param name="Dropped">Meter messages that this connection has not been sent because it was slow.</param>
/// <param name="Streams">By name.</param>
/// <param name="Players">By name.</param>
/// <param name="Rooms">By name.</param>
public sealed record MetersMessage(
    DateTimeOffset Time,
    long Dropped,
    IReadOnlyDictionary<string, StreamMeters> Streams,
    IReadOnlyDictionary<string, PlayerMeters> Players,
    IReadOnlyDictionary<string, RoomMeters> Rooms)
{
    /// <summary><c>meters</c>.</summary>
    [JsonPropertyOrder(-1)]
    public string Type { get; init; } = "meters";
}

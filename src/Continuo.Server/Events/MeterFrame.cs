using Continuo.Client.Contract.Messages;
using Continuo.Client.Contract.Rooms;

namespace Continuo.Server.Events;

/// <summary>A meter message without its type and the count of dropped ones, which differs from client to client.</summary>
internal sealed record MeterFrame(
    DateTimeOffset Time,
    IReadOnlyDictionary<string, StreamMeters> Streams,
    IReadOnlyDictionary<string, PlayerMeters> Players,
    IReadOnlyDictionary<string, RoomMeters> Rooms);

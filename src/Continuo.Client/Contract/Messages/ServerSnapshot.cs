using Continuo.Client.Contract.Recordings;
using Continuo.Client.Contract.Rooms;

namespace Continuo.Client.Contract.Messages;

/// <summary>Everything on a server at one moment.</summary>
/// <param name="Version">Number of the last event that it contains.</param>
/// <param name="Streams">All streams.</param>
/// <param name="Recordings">All recordings.</param>
/// <param name="Players">All players.</param>
/// <param name="Sessions">All sessions.</param>
/// <param name="Rooms">All rooms.</param>
/// <param name="Gateways">All gateways.</param>
public sealed record ServerSnapshot(
    long Version,
    IReadOnlyList<StreamStatus> Streams,
    IReadOnlyList<RecordingStatus> Recordings,
    IReadOnlyList<PlayerStatus> Players,
    IReadOnlyList<SessionStatus> Sessions,
    IReadOnlyList<RoomStatus> Rooms,
    IReadOnlyList<GatewayStatus> Gateways);

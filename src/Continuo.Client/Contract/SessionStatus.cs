namespace Continuo.Client.Contract;

/// <summary>A listener, publisher or watcher that is connected to the server.</summary>
/// <param name="Id">Identifies it.</param>
/// <param name="Kind"><c>whep</c>, <c>whip</c>, <c>websocket</c>, <c>http</c> or <c>events</c>.</param>
/// <param name="Stream">Stream that it listens to or publishes; <see langword="null"/> for a watcher of events.</param>
/// <param name="Remote">Its address.</param>
/// <param name="UserAgent">Program that it says it is.</param>
/// <param name="Since">When it connected.</param>
/// <param name="Codec">How its audio is encoded.</param>
/// <param name="Profile">How its packets are encrypted.</param>
/// <param name="Packets">Packets or messages sent, or received from a publisher.</param>
/// <param name="Bytes">Bytes of these.</param>
/// <param name="LostPercent">Packets lost on the way, as reported by the peer.</param>
/// <param name="RoundTripMs">Round-trip time.</param>
/// <param name="JitterMs">Jitter.</param>
/// <param name="Dropped">Packets or messages not sent because it was slow.</param>
/// <param name="State">Its state, one word.</param>
public sealed record SessionStatus(
    string Id,
    string Kind,
    string? Stream,
    string Remote,
    string? UserAgent,
    DateTimeOffset Since,
    string? Codec,
    string? Profile,
    long Packets,
    long Bytes,
    double? LostPercent,
    double? RoundTripMs,
    double? JitterMs,
    long Dropped,
    string State);

namespace Continuo.Client.Contract.Rooms;

/// <summary>A gateway: a room and a channel of another voice system that hear each other.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Room">Name of the room.</param>
/// <param name="Address">Server and channel, without passwords.</param>
/// <param name="State">Whether it is connected.</param>
/// <param name="Problem">Why it is not; <see langword="null"/> if it is, or if no attempt has failed.</param>
/// <param name="Speakers">Users of the channel that are speakers of the room now.</param>
/// <param name="Puppets">Speakers of the room that are users of the channel's server now.</param>
/// <param name="RefusedPuppets">How many of those the server has refused.</param>
/// <param name="Packets">Packets sent to the channel since the connection was made.</param>
/// <param name="ForwardedPackets">How many of them are speakers' own, forwarded undecoded.</param>
public sealed record GatewayStatus(
    string Name,
    string Room,
    string Address,
    GatewayState State,
    string? Problem,
    int Speakers,
    int Puppets,
    long RefusedPuppets,
    long Packets,
    long ForwardedPackets);

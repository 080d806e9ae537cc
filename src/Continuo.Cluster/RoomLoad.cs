namespace Continuo.Cluster;

/// <summary>What a room takes of its node.</summary>
/// <param name="Room">Name of the room.</param>
/// <param name="Share">Its part of what all rooms of the node take, 0…1.</param>
public readonly record struct RoomLoad(string Room, double Share);

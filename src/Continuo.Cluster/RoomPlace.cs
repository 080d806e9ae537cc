namespace Continuo.Cluster;

/// <summary>Which node has a room.</summary>
/// <param name="Room">Name of the room.</param>
/// <param name="Node">Name of the node.</param>
/// <param name="Api">Where the node's web API is reached.</param>
/// <param name="Epoch">
/// Grows with each owner of the room. Of two nodes that both believe to have it, the one with the higher epoch does.
/// </param>
/// <param name="Declaration">
/// Its settings as they were declared over the API; <see langword="null"/> for a room of the configuration.
/// </param>
[GenerateSerializer]
public sealed record RoomPlace(
    [property: Id(0)] string Room,
    [property: Id(1)] string Node,
    [property: Id(2)] Uri Api,
    [property: Id(3)] long Epoch,
    [property: Id(4)] string? Declaration = null);

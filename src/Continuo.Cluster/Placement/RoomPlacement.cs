namespace Continuo.Cluster.Placement;

/// <summary>A room goes to the node with the most room left, near its first participant.</summary>
[Serializable]
internal sealed class RoomPlacement : PlacementStrategy;

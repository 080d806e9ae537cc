using Orleans.Placement;

namespace Continuo.Cluster.Placement;

/// <summary>Places a grain as <see cref="RoomPlacement"/> says.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class RoomPlacementAttribute() : PlacementAttribute(new RoomPlacement());

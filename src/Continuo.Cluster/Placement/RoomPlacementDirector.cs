using Orleans.Runtime.Placement;

namespace Continuo.Cluster.Placement;

/// <summary>Places rooms by the table of nodes; before it is filled, at the node that asks.</summary>
internal sealed class RoomPlacementDirector(NodeTable table) : IPlacementDirector
{
    /// <summary>Key of the participant's zone in the context of a call.</summary>
    public const string ZoneKey = "zone";

    /// <inheritdoc/>
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var alive = context.GetCompatibleSilos(target);
        if (IPlacementDirector.GetPlacementHint(target.RequestContextData, alive) is { } hint) return Task.FromResult(hint);
        var zone = target.RequestContextData?.GetValueOrDefault(ZoneKey) as string ?? "";
        var candidates = table.Nodes.Where(n => alive.Contains(n.Silo)).ToArray();
        var chosen = NodeChoice.Choose(candidates, zone, Random.Shared)?.Silo;
        return Task.FromResult(chosen ?? (alive.Contains(context.LocalSilo) ? context.LocalSilo : alive[0]));
    }
}

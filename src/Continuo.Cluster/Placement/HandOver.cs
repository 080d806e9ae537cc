namespace Continuo.Cluster.Placement;

/// <summary>
/// Where the rooms of a draining node go. It hands over many within one report of the others, so what each has got is added to its load
/// here: otherwise all would go to the nodes that were emptiest at first, and fill them (found by <c>scenarios cluster-simulation</c>). One
/// thread.
/// </summary>
/// <param name="others">The other nodes.</param>
/// <param name="load">Of the draining node.</param>
/// <param name="zone">Its place.</param>
/// <param name="random">Source of chance.</param>
internal sealed class HandOver(IEnumerable<NodeReport> others, NodeLoad load, string zone, Random random)
{
    private readonly NodeReport[] _others = [.. others];
    private readonly NodeLoad _each = load with
    {
        Rooms = 1,
        TickShare = load.TickShare / Math.Max(load.Rooms, 1),
        PacketsPerSecond = load.PacketsPerSecond / Math.Max(load.Rooms, 1),
    };

    /// <summary>The node for the next room; <see langword="null"/>: none takes it.</summary>
    public NodeReport? Next()
    {
        if (NodeChoice.Choose(_others, zone, random) is not { } chosen) return null;
        var has = chosen.Load;
        _others[Array.IndexOf(_others, chosen)] = chosen with
        {
            Load = has with
            {
                Rooms = has.Rooms + 1,
                TickShare = has.TickShare + _each.TickShare,
                PacketsPerSecond = has.PacketsPerSecond + _each.PacketsPerSecond,
            },
        };
        return chosen;
    }
}

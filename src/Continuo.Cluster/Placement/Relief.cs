namespace Continuo.Cluster.Placement;

/// <summary>
/// Decides when a room leaves a node that has become too full, because its rooms have grown. Clients that are not ours are not heard for
/// half a second then, so it happens only when ticks would soon be late, and seldom. One thread, once for each report.
/// </summary>
internal sealed class Relief
{
    /// <summary>
    /// What is taken of a node that has become too full. The rest is what a room that grows takes until the next has left.
    /// </summary>
    public const double TooFull = 0.8;

    private const int ReportsUntilFull = 5; // a rush of joins costs more than the people who have joined
    private const int ReportsBetween = 10; // until what has left is seen in the load of both nodes

    private int _full;
    private int _pause;

    /// <summary>The room that is to leave now, and the node that it goes to; <see langword="null"/> for none.</summary>
    /// <param name="load">Of this node.</param>
    /// <param name="zone">Its place.</param>
    /// <param name="rooms">Tells its rooms.</param>
    /// <param name="others">The other nodes.</param>
    /// <param name="random">Source of chance.</param>
    public (string Room, NodeReport Target)? Next(NodeLoad load, string zone, Func<IReadOnlyList<RoomLoad>> rooms,
        IEnumerable<NodeReport> others, Random random)
    {
        _full = load.Taken > TooFull ? _full + 1 : 0;
        if (_pause > 0) _pause--;
        if (_full < ReportsUntilFull || _pause > 0) return null;
        var bySize = rooms().Where(r => r.Share > 0).OrderByDescending(r => r.Share).ToArray();
        if (bySize.Length < 2) return null; // alone it would be as much elsewhere
        var excess = load.Taken - NodeChoice.NearFull;
        var room = bySize.FirstOrDefault(r => r.Share * load.Taken <= excess) is { Room: not null } fits ? fits : bySize[^1];
        var free = others.Where(n => n.Load.Taken + (room.Share * load.Taken) < NodeChoice.Full).ToArray();
        if (NodeChoice.Choose(free, zone, random) is not { } target) return null;
        (_full, _pause) = (0, ReportsBetween);
        return (room.Room, target);
    }
}

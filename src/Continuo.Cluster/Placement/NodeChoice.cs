namespace Continuo.Cluster.Placement;

/// <summary>
/// Which node gets a new room. Of two random nodes the emptier one: with reports that are a second old, "the emptiest of all" would send a
/// rush of rooms to the same node (Mitzenmacher, <i>The Power of Two Choices in Randomized Load Balancing</i>, 2001).
/// </summary>
internal static class NodeChoice
{
    /// <summary>What may be taken of a node before it gets no more rooms: the rest is for the rooms it has, which grow.</summary>
    public const double Full = 0.6;

    /// <summary>
    /// What may be taken of a node of the participant's own zone before rooms go elsewhere. Below <see cref="Full"/>: in the evening of a
    /// zone all its nodes would stand at that, each with many rooms that are still growing (found by <c>scenarios cluster-simulation</c>).
    /// </summary>
    public const double NearFull = 0.5;

    /// <summary>Chooses a node.</summary>
    /// <param name="nodes">The candidates.</param>
    /// <param name="zone">Place of the first participant; empty for none.</param>
    /// <param name="random">Source of chance.</param>
    /// <returns>A node with room left in the zone, or else anywhere, or else any; <see langword="null"/> if all are draining.</returns>
    public static NodeReport? Choose(IReadOnlyList<NodeReport> nodes, string zone, Random random)
    {
        var open = nodes.Where(n => !n.IsDraining).ToArray();
        if (open.Length == 0) return null;
        var free = open.Where(n => n.Load.Taken < Full).ToArray();
        var home = open.Where(n => zone.Length > 0 && n.Zone == zone).ToArray();
        var near = home.Where(n => n.Load.Taken < NearFull).ToArray();
        var from = IsEnough(near, home) ? near : IsEnough(free, open) ? free : open;
        if (from.Length == 1) return from[0];
        var first = random.Next(from.Length);
        var second = random.Next(from.Length - 1);
        if (second >= first) second++;
        return IsEmptier(from[second], from[first]) ? from[second] : from[first];
    }

    /// <summary>
    /// Whether so many have room left that a rush of rooms, such as those of a failed node, does not fill them before their next report.
    /// </summary>
    private static bool IsEnough(NodeReport[] withRoom, NodeReport[] all) => withRoom.Length > 0 && withRoom.Length >= all.Length / 4;

    /// <summary>By what is taken, and if that is nearly equal by the number of rooms: idle rooms are rooms that will grow.</summary>
    private static bool IsEmptier(NodeReport a, NodeReport b)
    {
        const double nearly = 0.02;
        var difference = a.Load.Taken - b.Load.Taken;
        return Math.Abs(difference) < nearly ? a.Load.Rooms < b.Load.Rooms : difference < 0;
    }
}

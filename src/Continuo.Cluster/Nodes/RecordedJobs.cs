namespace Continuo.Cluster.Nodes;

/// <summary>
/// What other nodes record, as they last said: when one of them dies, its recordings go on elsewhere without being asked for. Two others do
/// so for each, lest one of them fails at the same time; the cluster lets one win. Thread-safe.
/// </summary>
/// <param name="self">Name of this node.</param>
internal sealed class RecordedJobs(string self)
{
    private const int Successors = 2;

    private readonly Lock _lock = new();
    private readonly Dictionary<SiloAddress, NodeReport> _recording = [];

    /// <summary>The nodes have reported.</summary>
    public void Follow(IReadOnlyList<NodeReport> nodes)
    {
        lock (_lock)
        {
            foreach (var node in nodes.Where(n => n.Name != self))
            {
                if (node.RecordedRooms is [] && node.RecordedStreams is []) _recording.Remove(node.Silo);
                else _recording[node.Silo] = node;
            }
        }
    }

    /// <summary>The nodes that have died since the last call and whose recordings this one is to go on with.</summary>
    /// <param name="status">What the membership says of a node.</param>
    /// <param name="nodes">The nodes as they last reported.</param>
    public IReadOnlyList<NodeReport> TakeDead(Func<SiloAddress, SiloStatus> status, IReadOnlyList<NodeReport> nodes)
    {
        NodeReport[] dead;
        lock (_lock)
        {
            dead = [.. _recording.Values.Where(n => status(n.Silo) is SiloStatus.Dead or SiloStatus.None)];
            foreach (var node in dead) _recording.Remove(node.Silo);
        }

        return [.. dead.Where(d => IsSuccessor(d, nodes.Where(n => status(n.Silo) == SiloStatus.Active)))];
    }

    /// <summary>Whether this node is one of the next by name.</summary>
    private bool IsSuccessor(NodeReport dead, IEnumerable<NodeReport> living) => living
        .Select(n => n.Name).Append(self).Distinct().Order(StringComparer.Ordinal)
        .OrderBy(n => string.CompareOrdinal(n, dead.Name) < 0) // those after it, then those before it
        .Take(Successors).Contains(self);
}

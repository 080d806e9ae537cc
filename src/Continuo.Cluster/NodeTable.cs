namespace Continuo.Cluster;

/// <summary>The nodes as this node last heard of them. Thread-safe.</summary>
internal sealed class NodeTable
{
    private NodeReport[] _nodes = [];

    /// <summary>Ordered by name.</summary>
    public IReadOnlyList<NodeReport> Nodes
    {
        get => Volatile.Read(ref _nodes);
        set => Volatile.Write(ref _nodes, [.. value]);
    }
}

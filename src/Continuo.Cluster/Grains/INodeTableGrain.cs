namespace Continuo.Cluster.Grains;

/// <summary>
/// The table of the cluster's nodes and their load; there is one (key 0), on any node. It is full again within a second of a loss.
/// </summary>
internal interface INodeTableGrain : IGrainWithIntegerKey
{
    /// <summary>Reports a node's state.</summary>
    /// <returns>All nodes that have reported lately.</returns>
    Task<NodeReport[]> Report(NodeReport report);
}

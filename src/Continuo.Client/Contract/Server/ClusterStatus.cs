namespace Continuo.Client.Contract.Server;

/// <summary>The cluster that a server is a node of.</summary>
/// <param name="Node">Name of the node that answers.</param>
/// <param name="IsAnswered">
/// Whether the cluster answers that node. If not, its own rooms go on, those of other nodes are not found, and <paramref name="Nodes"/> is
/// old.
/// </param>
/// <param name="Nodes">The nodes that have reported lately.</param>
public sealed record ClusterStatus(string Node, bool IsAnswered, IReadOnlyList<NodeStatus> Nodes);

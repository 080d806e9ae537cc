using System.Net;

namespace Continuo.Cli.Cluster;

/// <summary>How <c>continuo serve</c> joins a cluster.</summary>
/// <param name="Store">Where the nodes find each other.</param>
/// <param name="Name">Name of the cluster.</param>
/// <param name="Node">Name of this node.</param>
/// <param name="Address">Where other nodes reach it.</param>
/// <param name="Api">Where they reach its web API.</param>
/// <param name="Zone">Its place; empty for none.</param>
/// <param name="Key">The key of all nodes.</param>
internal sealed record ClusterMembership(string Store, string Name, string Node, IPEndPoint Address, Uri Api, string Zone, string Key);

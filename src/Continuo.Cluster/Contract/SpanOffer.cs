using Continuo.Cluster.Bundles;

namespace Continuo.Cluster.Contract;

/// <summary>What a node says to a room's owner, once a second and when something changes, to be linked to the room.</summary>
/// <param name="Node">Name of the node.</param>
/// <param name="Run">Random number of its process, part of the keys of what it sends.</param>
/// <param name="Epoch">The epoch for which <paramref name="Handle"/> is open.</param>
/// <param name="Handle">The node's handle of the room; 0 if it has none yet.</param>
/// <param name="Invitation">Where and how it wants to receive; <see langword="null"/> until it knows the owner's process.</param>
/// <param name="Members">Its speakers.</param>
[GenerateSerializer]
internal sealed record SpanOffer(
    [property: Id(0)] string Node,
    [property: Id(1)] ulong Run,
    [property: Id(2)] long Epoch,
    [property: Id(3)] ushort Handle,
    [property: Id(4)] BundleInvitation? Invitation,
    [property: Id(5)] SpanMember[] Members);

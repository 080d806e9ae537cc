using Continuo.Cluster.Bundles;

namespace Continuo.Cluster.Contract;

/// <summary>A room's owner to a node that is linked to it.</summary>
/// <param name="Place">The owner, and its epoch.</param>
/// <param name="Run">Random number of its process, part of the keys of what it sends.</param>
/// <param name="Handle">The owner's handle of the room.</param>
/// <param name="Invitation">Where and how it wants to receive.</param>
/// <param name="Members">All speakers but those of the asking node.</param>
/// <param name="Version">Version of the list; the bundles carry the number of a new one.</param>
[GenerateSerializer]
internal sealed record SpanAnswer(
    [property: Id(0)] RoomPlace Place,
    [property: Id(1)] ulong Run,
    [property: Id(2)] ushort Handle,
    [property: Id(3)] BundleInvitation Invitation,
    [property: Id(4)] SpanMember[] Members,
    [property: Id(5)] uint Version);

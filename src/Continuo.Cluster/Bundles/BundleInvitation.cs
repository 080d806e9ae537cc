using System.Net;

namespace Continuo.Cluster.Bundles;

/// <summary>
/// Where and how a node wants to receive one other node's bundles. Made by the receiver, so that what was recorded before it started means
/// nothing to it. Holds no key: the keys come from the cluster's key, which is never sent, and what is in here.
/// </summary>
/// <param name="Address">Where the receiver is reached.</param>
/// <param name="Port">Its UDP port.</param>
/// <param name="Ssrc">SSRC of the packets.</param>
/// <param name="Nonce">Random bytes of the receiver.</param>
[GenerateSerializer]
internal sealed record BundleInvitation(
    [property: Id(0)] IPAddress Address,
    [property: Id(1)] int Port,
    [property: Id(2)] uint Ssrc,
    [property: Id(3)] byte[] Nonce);

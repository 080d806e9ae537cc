using Continuo.Rtp.Srtp;

namespace Continuo.Cluster.Bundles;

/// <summary>A stream of bundles that another node was invited to send.</summary>
/// <param name="Node">Name of the node.</param>
/// <param name="Run">Random number of its process.</param>
/// <param name="Invitation">The invitation.</param>
/// <param name="Unprotector">Of the receiving thread.</param>
/// <param name="Since">When it was invited, in nanoseconds of the clock.</param>
internal sealed record IncomingBundles(string Node, ulong Run, BundleInvitation Invitation, SrtpUnprotector Unprotector, long Since);

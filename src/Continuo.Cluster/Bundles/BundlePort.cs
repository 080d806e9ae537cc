using Continuo.Rooms.Spanning;

namespace Continuo.Cluster.Bundles;

/// <summary>A room's link as the receiving thread sees it.</summary>
/// <param name="link">The link.</param>
/// <param name="node">The only node that may send to it.</param>
/// <param name="epoch">The only epoch that is heard.</param>
internal sealed class BundlePort(RoomLink link, string node, long epoch)
{
    public RoomLink Link { get; } = link;

    public string Node { get; } = node;

    public long Epoch { get; } = epoch;
}

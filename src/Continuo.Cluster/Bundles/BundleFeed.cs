using Continuo.Rooms.Spanning;

namespace Continuo.Cluster.Bundles;

/// <summary>A room's link as the sending thread sees it.</summary>
/// <param name="link">The link.</param>
/// <param name="handle">The receiver's handle of the room.</param>
/// <param name="epoch">Epoch of the room's owner.</param>
internal sealed class BundleFeed(RoomLink link, ushort handle, long epoch)
{
    public LinkOutbox Outbox { get; } = link.Outbox;

    public RoomLink Link { get; } = link;

    public ushort Handle { get; } = handle;

    public long Epoch { get; } = epoch;
}

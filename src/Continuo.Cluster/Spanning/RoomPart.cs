using Continuo.Rooms.Hosting;

namespace Continuo.Cluster.Spanning;

/// <summary>
/// This node's part of a room that another node has. Guarded by <see cref="RoomSpans"/>, but for what only its renewing task uses.
/// </summary>
/// <param name="room">The room here.</param>
/// <param name="now">Time stamp of its opening.</param>
internal sealed class RoomPart(Room room, long now)
{
    public Room Room { get; } = room;

    /// <summary>The link to the owner; <see langword="null"/> while there is none.</summary>
    public SpanLink? Owner { get; set; }

    /// <summary>Version of our speakers that the owner was told last.</summary>
    public uint OfferedVersion { get; set; }

    /// <summary>Version of the owner's speakers that was told to us last.</summary>
    public uint TakenVersion { get; set; }

    /// <summary>Time stamp of when someone of this node was last in the room.</summary>
    public long EmptySince { get; set; } = now;

    /// <summary>Whether no one of this node is in the room.</summary>
    public bool IsEmpty => Room.Listeners.Count == 0 && Room.Speakers.All(s => s.IsRemote);

    /// <summary>Whether one of the nodes does not know the other's speakers.</summary>
    public bool HasChanged =>
        Owner is { } owner && (Room.MembersVersion != OfferedVersion || (int)(owner.Link.FarVersion - TakenVersion) > 0);
}

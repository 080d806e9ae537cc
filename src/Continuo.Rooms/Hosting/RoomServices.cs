using Continuo.Rooms.Names;
using Continuo.Rooms.Volumes;

namespace Continuo.Rooms.Hosting;

/// <summary>What the rooms of a <see cref="RoomHost"/> use in common. The caller keeps ownership.</summary>
public sealed record RoomServices
{
    /// <summary>Finds the names of speakers who join without one.</summary>
    public NameDirectory? Names { get; init; }

    /// <summary>Remembers the listeners' volumes and groups.</summary>
    public VolumeStore? Volumes { get; init; }

    /// <summary>The server that the members' ids belong to: the key of <see cref="Volumes"/>.</summary>
    public string ServerName { get; init; } = "local";
}

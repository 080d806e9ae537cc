using Continuo.Diagnostics;

namespace Continuo.Rooms;

/// <summary>Wakes a parked room when audio arrives for one of its speakers. Thread-safe; real-time-safe.</summary>
public sealed class RoomWake
{
    private readonly Room _room;
    private readonly RoomHost? _host;

    internal RoomWake(Room room, RoomHost? host) => (_room, _host) = (room, host);

    /// <summary>Makes the room tick. Costs one read if it is ticking already.</summary>
    [RealTime]
    public void Wake()
    {
        // What has arrived is visible before the look: a room that parks looks at its inputs after it has said so.
        Interlocked.MemoryBarrier();
        if (!_room.IsScheduled) _host?.Wake(_room);
    }
}

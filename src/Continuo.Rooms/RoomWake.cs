using Continuo.Diagnostics;

namespace Continuo.Rooms;

/// <summary>Wakes a parked room when audio arrives for one of its speakers. Thread-safe; real-time-safe.</summary>
public sealed class RoomWake
{
    private readonly IWakeable _room;

    internal RoomWake(IWakeable room) => _room = room;

    /// <summary>Makes the room tick. Costs one read if it is ticking already.</summary>
    [RealTime]
    public void Wake()
    {
        // Audio that has arrived is visible before the room's state is read: a room that parks checks its inputs after it has set that
        // state.
        Interlocked.MemoryBarrier();
        _room.Wake();
    }
}

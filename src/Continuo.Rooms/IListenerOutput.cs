using Continuo.Diagnostics;

namespace Continuo.Rooms;

/// <summary>Where a listener's mix goes: a peer, a ring, a file.</summary>
public interface IListenerOutput
{
    /// <summary>
    /// Receives one block per tick, on an audio thread of the room. Must not block, allocate or throw: put the block into a ring or a
    /// socket that does not wait. An exception is counted and ends the delivery to this listener alone. Real-time-safe.
    /// </summary>
    [RealTime]
    void Deliver(in RoomBlock block);
}

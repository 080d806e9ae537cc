using Continuo.Diagnostics;

namespace Continuo.Rooms;

/// <summary>A room as its speakers' inputs wake it.</summary>
internal interface IWakeable
{
    /// <summary>Makes the room tick if it is parked. Thread-safe; real-time-safe.</summary>
    [RealTime]
    void Wake();
}

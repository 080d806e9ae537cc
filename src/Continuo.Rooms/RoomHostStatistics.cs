using Continuo.Diagnostics;
using Continuo.Rooms.Hosting;

namespace Continuo.Rooms;

/// <summary>Statistics of a <see cref="RoomHost"/> since it was created.</summary>
public sealed record RoomHostStatistics
{
    /// <summary>Open rooms.</summary>
    public int Rooms { get; init; }

    /// <summary>Rooms that tick at present.</summary>
    public int TickingRooms { get; init; }

    /// <summary>Ticks of all rooms.</summary>
    public long Ticks { get; init; }

    /// <summary>Ticks that ended after the next one was due.</summary>
    public long LateTicks { get; init; }

    /// <summary>Ticks left out because the process was suspended for longer than ten of them.</summary>
    public long SkippedTicks { get; init; }

    /// <summary>From the time at which a tick was due to its end, in nanoseconds: encoding and delivery included.</summary>
    public required HistogramSnapshot TickTime { get; init; }

    /// <summary>Number of steps by which quality is reduced at present.</summary>
    public int ShedStep { get; init; }

    /// <summary>Steps taken to reduce quality.</summary>
    public long ShedSteps { get; init; }

    /// <summary>Steps taken to restore it.</summary>
    public long RestoredSteps { get; init; }

    /// <summary>Processor time of the threads that tick, in seconds; 0 where the system does not tell it.</summary>
    public double ProcessorSeconds { get; init; }

    /// <summary>Events that were not raised because too many waited.</summary>
    public long DroppedEvents { get; init; }

    /// <summary>Why a thread has no real-time priority; <see langword="null"/> if all have it.</summary>
    public string? PriorityRefusal { get; init; }
}

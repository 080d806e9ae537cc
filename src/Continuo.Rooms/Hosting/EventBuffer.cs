using Continuo.Diagnostics;

namespace Continuo.Rooms.Hosting;

/// <summary>
/// Bounded queue of events from the ticks to the thread that raises them. Any number of threads post; one takes. An event that finds the
/// queue full is counted and dropped: audio does not wait for who listens to events.
/// </summary>
/// <remarks>
/// Each slot has a turn: a poster claims the slot whose turn is its ticket, writes, and passes the turn to the reader; the reader passes it
/// to the ticket one round later (the bounded queue of D. Vyukov).
/// </remarks>
internal sealed class EventBuffer
{
    private readonly RoomEvent[] _events;
    private readonly long[] _turns;
    private readonly int _mask;
    private long _tail;
    private long _head;
    private long _dropped;

    /// <param name="capacity">A power of two.</param>
    public EventBuffer(int capacity)
    {
        (_events, _turns, _mask) = (new RoomEvent[capacity], new long[capacity], capacity - 1);
        for (var i = 0; i < capacity; i++) _turns[i] = i;
    }

    /// <summary>Number of events that found the queue full.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Adds an event. Thread-safe; real-time-safe; lock-free.</summary>
    /// <returns>Whether there was room.</returns>
    [RealTime]
    public bool Post(in RoomEvent posted)
    {
        while (true)
        {
            var ticket = Volatile.Read(ref _tail);
            var turn = Volatile.Read(ref _turns[ticket & _mask]);
            if (turn < ticket)
            {
                Interlocked.Increment(ref _dropped);
                return false;
            }

            if (turn > ticket || Interlocked.CompareExchange(ref _tail, ticket + 1, ticket) != ticket) continue;
            _events[ticket & _mask] = posted;
            Volatile.Write(ref _turns[ticket & _mask], ticket + 1);
            return true;
        }
    }

    /// <summary>Takes the oldest event. One thread at a time.</summary>
    public bool TryTake(out RoomEvent taken)
    {
        taken = default;
        ref var slot = ref _events[_head & _mask];
        if (Volatile.Read(ref _turns[_head & _mask]) != _head + 1) return false;
        taken = slot;
        slot = default;
        Volatile.Write(ref _turns[_head & _mask], _head + _mask + 1);
        _head++;
        return true;
    }
}

using Continuo.Diagnostics;

namespace Continuo.Threading;

/// <summary>
/// Lets threads sleep until a condition that a lock-free writer changes may have become true,
/// while the writer pays one memory fence, and one system call only if someone sleeps.
/// </summary>
/// <remarks>
/// The state is two 32-bit words, epoch and sleepers, at an address of the owner's choosing, so that it may lie in
/// shared memory. The protocol is that of an event count: the sleeper announces itself, looks at
/// its condition again, then sleeps if the epoch is still the one it saw:
/// <code>
/// var ticket = events.PrepareWait();
/// if (condition) events.CancelWait(); else events.Wait(ticket, nanoseconds);
/// </code>
/// No wake-up is lost: either the writer's fence comes first and the sleeper sees the new state,
/// or the sleeper's comes first and the writer sees the sleeper.
/// </remarks>
internal readonly unsafe struct EventCount
{
    private readonly int* _epoch;

    /// <summary>Places the event count at <paramref name="words"/>: 8 bytes, initially zero, valid as long as this is used.</summary>
    public EventCount(int* words) => _epoch = words;

    [RealTime]
    private int* Sleepers => _epoch + 1;

    /// <summary>Announces a sleeper. Must be followed by <see cref="Wait"/> or <see cref="CancelWait"/>.</summary>
    public int PrepareWait()
    {
        Interlocked.Increment(ref *Sleepers); // Fence: SleeperAnnounced: the condition is read after the announcement
        return Volatile.Read(ref *_epoch); // Fence: TicketTaken: the condition is read after the ticket
    }

    /// <summary>Withdraws the announcement.</summary>
    public void CancelWait() => Interlocked.Decrement(ref *Sleepers); // Fence: SleeperGone: others may announce themselves at the same time

    /// <summary>
    /// Sleeps until notified after <paramref name="ticket"/> was taken, for at most <paramref name="nanoseconds"/>. Wake-ups may be
    /// spurious.
    /// </summary>
    public void Wait(int ticket, long nanoseconds)
    {
        if (AddressWait.IsSupported) AddressWait.Wait(_epoch, ticket, nanoseconds);
        else if (*_epoch == ticket) Thread.Sleep(TimeSpan.FromTicks(Math.Min(nanoseconds / 100, TimeSpan.TicksPerMillisecond)));
        CancelWait();
    }

    /// <summary>Wakes all sleepers. Call after the condition has become true. Wait-free; real-time-safe.</summary>
    [RealTime]
    public void Notify()
    {
        Interlocked.MemoryBarrier(); // Fence: NotifyBarrier: the condition is written before the number of sleepers is read
        if (*Sleepers == 0) return;
        Interlocked.Increment(ref *_epoch); // Fence: EpochRaised: of two concurrent notifications neither resets the other's epoch
        if (AddressWait.IsSupported) AddressWait.WakeAll(_epoch);
    }
}

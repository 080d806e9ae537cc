using Continuo.Diagnostics;
using Continuo.Threading;

namespace Continuo.Clocks;

/// <summary>
/// A clock that stands still until it is told to move: for tests and simulations. A wait does not sleep but moves
/// the time to its deadline, so a single-threaded simulation of hours runs in seconds. Thread-safe.
/// </summary>
public sealed class VirtualClock : MonotonicClock
{
    private long _now;

    /// <summary>Starts at <paramref name="now"/> nanoseconds.</summary>
    public VirtualClock(long now = 0) => _now = now;

    /// <inheritdoc/>
    [RealTime]
    public override long Now => Volatile.Read(ref _now);

    /// <summary>What else happens in the simulated world when time has moved; called with the new time on the thread that moved it.</summary>
    public Action<long>? World { get; set; }

    /// <summary>Moves the time forward.</summary>
    public void Advance(TimeSpan time) => AdvanceTo(Now + time.Ticks * 100);

    /// <summary>Moves the time to <paramref name="now"/> nanoseconds, unless it is already later.</summary>
    public void AdvanceTo(long now)
    {
        long seen;
        while ((seen = Volatile.Read(ref _now)) < now && Interlocked.CompareExchange(ref _now, now, seen) != seen)
        {
        }

        World?.Invoke(Now);
    }

    /// <inheritdoc/>
    public override bool WaitUntil(long deadline, WakeSignal wake)
    {
        if (wake.IsSet) return false;
        AdvanceTo(deadline);
        return true;
    }
}

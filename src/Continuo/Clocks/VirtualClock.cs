using Continuo.Diagnostics;
using Continuo.Threading;

namespace Continuo.Clocks;

/// <summary>
/// A clock for tests and simulations that advances only on request. A wait does not sleep; it advances the time to its deadline, so a
/// single-threaded simulation of hours runs in seconds. Thread-safe.
/// </summary>
internal sealed class VirtualClock : MonotonicClock
{
    private long _now;

    /// <summary>Creates a clock that starts at <paramref name="now"/> nanoseconds.</summary>
    public VirtualClock(long now = 0) => _now = now;

    /// <inheritdoc/>
    [RealTime]
    public override long Now => Volatile.Read(ref _now);

    /// <summary>
    /// Called with the new time after the time has advanced, on the thread that advanced it. Lets a simulation react to time.
    /// </summary>
    public Action<long>? World { get; set; }

    /// <summary>Advances the time.</summary>
    public void Advance(TimeSpan time) => AdvanceTo(Now + time.Ticks * 100);

    /// <summary>Advances the time to <paramref name="now"/> nanoseconds; does nothing if it is already later.</summary>
    public void AdvanceTo(long now)
    {
        long seen;
        while ((seen = Volatile.Read(ref _now)) < now && Interlocked.CompareExchange(ref _now, now, seen) != seen)
        {
        }

        World?.Invoke(Now);
    }

    /// <inheritdoc/>
    internal override bool WaitUntil(long deadline, WakeSignal wake)
    {
        if (wake.IsSet) return false;
        AdvanceTo(deadline);
        return true;
    }
}

using Continuo.Diagnostics;
using Continuo.Threading;

namespace Continuo.Clocks;

/// <summary>
/// A monotonic clock in nanoseconds. Timestamps of captured audio are times of this clock.
/// </summary>
public abstract class MonotonicClock
{
    private protected MonotonicClock()
    {
    }

    /// <summary>The system's monotonic clock.</summary>
    public static MonotonicClock System => SystemClock.Instance;

    /// <summary>Current time in nanoseconds since an arbitrary start. Thread-safe; real-time-safe.</summary>
    [RealTime]
    public abstract long Now { get; }

    /// <summary>
    /// Returns the time at which a wait that starts now ends. <see cref="long.MaxValue"/> for <see cref="Timeout.InfiniteTimeSpan"/> and
    /// for times beyond the clock's range; the current time for other negative time-outs. Thread-safe; real-time-safe.
    /// </summary>
    /// <param name="timeout">Maximum wait.</param> <returns>Deadline in nanoseconds of this clock.</returns>
    [RealTime]
    public long DeadlineIn(TimeSpan timeout)
    {
        const long Forever = -TimeSpan.TicksPerMillisecond;
        if (timeout.Ticks == Forever) return long.MaxValue;
        var (now, ticks) = (Now, Math.Max(0, timeout.Ticks));
        return ticks > (long.MaxValue - Math.Max(0, now)) / 100 ? long.MaxValue : now + ticks * 100;
    }

    /// <summary>
    /// Blocks until <see cref="Now"/> reaches <paramref name="deadline"/> or <paramref name="wake"/> is signalled.
    /// </summary>
    /// <param name="deadline">In nanoseconds of this clock.</param>
    /// <param name="wake">Ends the wait early when set. Several threads may wait on one signal.</param>
    /// <returns><see langword="true"/> if the deadline was reached, <see langword="false"/> if the signal ended the wait.</returns>
    internal abstract bool WaitUntil(long deadline, WakeSignal wake);
}

using Continuo.Diagnostics;
using Continuo.Threading;

namespace Continuo.Clocks;

/// <summary>
/// The time every part of Continuo looks at: nanoseconds that only go forward, and a way to wait for them.
/// <see cref="SystemClock"/> is the machine's; <see cref="VirtualClock"/> jumps, so that hours pass in seconds.
/// </summary>
public abstract class MonotonicClock
{
    /// <summary>Now, in nanoseconds since an arbitrary start. Thread-safe; real-time-safe.</summary>
    [RealTime]
    public abstract long Now { get; }

    /// <summary>
    /// When a wait of <paramref name="timeout"/> that begins now is over: <see cref="long.MaxValue"/> (never) for
    /// <see cref="Timeout.InfiniteTimeSpan"/> and for times beyond the clock's range, now for other negative times. Thread-safe; real-time-safe.
    /// </summary>
    /// <param name="timeout">How long to wait at the most.</param>
    /// <returns>In nanoseconds of this clock.</returns>
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
    /// <param name="wake">What may end the wait early. Any number of threads may wait on one signal.</param>
    /// <returns><see langword="true"/> if the time was reached, <see langword="false"/> if the wait was ended early.</returns>
    public abstract bool WaitUntil(long deadline, WakeSignal wake);
}

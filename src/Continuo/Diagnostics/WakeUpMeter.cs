using Continuo.Clocks;
using Continuo.Threading;

namespace Continuo.Diagnostics;

/// <summary>
/// Measures how late a thread of this process is woken: it waits for one point of time after the other and looks at the clock when it runs.
/// This is what a buffer must cover, whoever keeps the thread from running: other processes, the kernel, a hypervisor.
/// </summary>
/// <remarks>Used by one thread; <see cref="Lateness"/> can be looked at from any.</remarks>
internal sealed class WakeUpMeter
{
    private readonly MonotonicClock _clock;
    private readonly long _period;

    /// <summary>Prepares a measurement.</summary>
    /// <param name="clock">What is waited with, and looked at.</param>
    /// <param name="period">The time from one waking to the next: that of a small audio block, <see langword="null"/> for 1 ms.</param>
    public WakeUpMeter(MonotonicClock clock, TimeSpan? period = null)
    {
        ArgumentNullException.ThrowIfNull(clock);
        _clock = clock;
        Period = period ?? TimeSpan.FromMilliseconds(1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Period, TimeSpan.Zero, nameof(period));
        _period = Period.Ticks * 100;
    }

    /// <summary>The time from one waking to the next.</summary>
    public TimeSpan Period { get; }

    /// <summary>By how many nanoseconds each waking was late.</summary>
    public LogHistogram Lateness { get; } = new();

    /// <summary>Measures on the calling thread. Points of time that have passed while it did not run are left out: a late waking is counted once.</summary>
    /// <param name="duration">How long.</param>
    /// <param name="stop">What ends it early.</param>
    public void Run(TimeSpan duration, WakeSignal stop)
    {
        ArgumentNullException.ThrowIfNull(stop);
        var begin = _clock.Now;
        var end = begin + (duration.Ticks * 100);
        for (var next = begin + _period; next <= end;)
        {
            if (!_clock.WaitUntil(next, stop)) return;
            var now = _clock.Now;
            Lateness.Record(now - next);
            next += Math.Max(1, (now - next + _period - 1) / _period) * _period;
        }
    }
}

using Continuo.Clocks;
using Continuo.Threading;

namespace Continuo.Diagnostics;

/// <summary>
/// Measures how late a thread is woken: it waits for regular points in time and reads the clock when it runs. A buffer must cover this
/// lateness, whatever its cause: other processes, the kernel or a hypervisor.
/// </summary>
/// <remarks>Used by one thread; <see cref="Lateness"/> is thread-safe.</remarks>
internal sealed class WakeUpMeter
{
    private readonly MonotonicClock _clock;
    private readonly long _period;

    /// <summary>Creates a meter.</summary>
    /// <param name="clock">Clock for waiting and measuring.</param>
    /// <param name="period">Time between wake-ups, that of a small audio block; <see langword="null"/>: 1 ms.</param>
    public WakeUpMeter(MonotonicClock clock, TimeSpan? period = null)
    {
        ArgumentNullException.ThrowIfNull(clock);
        _clock = clock;
        Period = period ?? TimeSpan.FromMilliseconds(1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Period, TimeSpan.Zero, nameof(period));
        _period = Period.Ticks * 100;
    }

    /// <summary>Time between wake-ups.</summary>
    public TimeSpan Period { get; }

    /// <summary>Lateness of each wake-up in nanoseconds.</summary>
    public LogHistogram Lateness { get; } = new();

    /// <summary>
    /// Measures on the calling thread. Wake-ups that were missed while it did not run are skipped, so a late wake-up is counted once.
    /// </summary>
    /// <param name="duration">Maximum duration.</param>
    /// <param name="stop">Ends the measurement early.</param>
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

namespace Continuo.Diagnostics;

/// <summary>
/// Measures how much of its budget each callback uses. The budget is the time that the callback's frames last. Switched off it costs
/// one branch, since the caller then reads no clock:
/// <code>
/// var begin = monitor.IsOn ? clock.Now : BudgetMonitor.NotMeasured;
/// Render(block);
/// if (begin != BudgetMonitor.NotMeasured) monitor.Record(begin, clock.Now, budget);
/// </code>
/// </summary>
/// <remarks>
/// One thread records; any thread switches it, reads its counters and takes reports. A callback over budget is measured here; an xrun is
/// told by the device (<see cref="CountXruns"/>) and never guessed: a buffer may cover a late callback, and a device may
/// run dry for other reasons.
/// </remarks>
public sealed class BudgetMonitor
{
    /// <summary>The beginning of a callback that is not measured.</summary>
    public const long NotMeasured = long.MinValue;

    private readonly LogHistogram _usage = new();
    private volatile bool _isOn;
    private long _overBudget;
    private long _xruns;

    /// <summary>Creates a monitor, switched off or on.</summary>
    public BudgetMonitor(bool isOn = false) => _isOn = isOn;

    /// <summary>Whether callbacks are to be measured. Thread-safe; real-time-safe.</summary>
    [RealTime]
    public bool IsOn
    {
        get => _isOn;
        set => _isOn = value;
    }

    /// <summary>Usage of the budget in millionths of it, for who wants to observe a stretch of time by subtracting snapshots.</summary>
    public LogHistogram Usage => _usage;

    /// <summary>How many callbacks took longer than their budget. Thread-safe.</summary>
    public long OverBudget => Volatile.Read(ref _overBudget);

    /// <summary>How often the device ran dry or overflowed, by its own account. Thread-safe.</summary>
    public long Xruns => Volatile.Read(ref _xruns);

    /// <summary>Counts one callback. For the one recording thread. Wait-free, no allocation; real-time-safe.</summary>
    /// <param name="begin">When it began, in nanoseconds of any monotonic clock.</param>
    /// <param name="end">When it was done, by the same clock.</param>
    /// <param name="budget">How long its frames last, in nanoseconds; a callback without frames has no budget and is not counted.</param>
    [RealTime]
    public void Record(long begin, long end, long budget)
    {
        if (budget <= 0) return;
        var taken = Math.Max(0, end - begin);
        _usage.Record((long)(taken * 1e6 / budget));
        if (taken > budget) Volatile.Write(ref _overBudget, _overBudget + 1); // after the count, and read before it
    }

    /// <summary>Counts what the device says of xruns, whether the monitor is on or off. For the one recording thread; real-time-safe.</summary>
    [RealTime]
    public void CountXruns(long xruns) => Volatile.Write(ref _xruns, _xruns + xruns);

    /// <summary>Sums up everything since the monitor was made. Thread-safe; not real-time-safe.</summary>
    /// <param name="scratch">What to count in, so that nothing is allocated; <see langword="null"/>: a new one.</param>
    public BudgetReport Report(HistogramSnapshot? scratch = null)
    {
        scratch ??= new HistogramSnapshot();
        var (overBudget, xruns) = (OverBudget, Xruns); // before the callbacks: never more over budget than there are
        _usage.CopyTo(scratch);
        return new BudgetReport(
            scratch.Count,
            overBudget,
            xruns,
            scratch.Mean / 10_000,
            scratch.P50 / 10_000.0,
            scratch.P90 / 10_000.0,
            scratch.P99 / 10_000.0,
            scratch.P999 / 10_000.0,
            scratch.Max / 10_000.0);
    }
}

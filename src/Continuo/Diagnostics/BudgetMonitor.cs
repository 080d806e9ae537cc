namespace Continuo.Diagnostics;

/// <summary>
/// Measures how much of its time budget each callback uses. The budget is the duration of the callback's frames. A disabled monitor costs
/// one branch, because the caller does not read the clock:
/// <code>
/// var begin = monitor.IsOn ? clock.Now : BudgetMonitor.NotMeasured;
/// Render(block);
/// if (begin != BudgetMonitor.NotMeasured) monitor.Record(begin, clock.Now, budget);
/// </code>
/// </summary>
/// <remarks>
/// One thread records. Any thread may enable or disable the monitor, read its counters and create reports. Callbacks over budget are
/// measured here. Xruns are reported by the device (<see cref="CountXruns"/>) and not derived from callback times: a buffer may absorb a
/// late callback, and a device may underrun for other reasons.
/// </remarks>
internal sealed class BudgetMonitor
{
    /// <summary>Start time of a callback that is not measured.</summary>
    public const long NotMeasured = long.MinValue;

    private readonly LogHistogram _usage = new();
    private volatile bool _isOn;
    private long _overBudget;
    private long _xruns;

    /// <summary>Creates a monitor, disabled by default.</summary>
    public BudgetMonitor(bool isOn = false) => _isOn = isOn;

    /// <summary>Whether callbacks are measured. Thread-safe; real-time-safe.</summary>
    [RealTime]
    public bool IsOn
    {
        get => _isOn;
        set => _isOn = value;
    }

    /// <summary>Histogram of budget usage, in millionths of the budget. Subtract two snapshots to observe an interval.</summary>
    public LogHistogram Usage => _usage;

    /// <summary>Number of callbacks that exceeded their budget. Thread-safe.</summary>
    public long OverBudget => Volatile.Read(ref _overBudget);

    /// <summary>Number of underruns and overruns reported by the device. Thread-safe.</summary>
    public long Xruns => Volatile.Read(ref _xruns);

    /// <summary>Records one callback. Call from the recording thread only. Wait-free, no allocation; real-time-safe.</summary>
    /// <param name="begin">Start time, in nanoseconds of any monotonic clock.</param>
    /// <param name="end">End time on the same clock.</param>
    /// <param name="budget">Duration of its frames in nanoseconds. A callback without frames is not counted.</param>
    [RealTime]
    public void Record(long begin, long end, long budget)
    {
        if (budget <= 0) return;
        var taken = Math.Max(0, end - begin);
        _usage.Record((long)(taken * 1e6 / budget));
        if (taken > budget) Volatile.Write(ref _overBudget, _overBudget + 1); // after the count; readers read it before the count
    }

    /// <summary>
    /// Adds xruns reported by the device, whether the monitor is enabled or not. Call from the recording thread only; real-time-safe.
    /// </summary>
    [RealTime]
    public void CountXruns(long xruns) => Volatile.Write(ref _xruns, _xruns + xruns);

    /// <summary>Summarises all callbacks since the monitor was created. Thread-safe; not real-time-safe.</summary>
    /// <param name="scratch">Snapshot to reuse, which avoids an allocation; <see langword="null"/> allocates a new one.</param>
    public BudgetStatistics GetStatistics(HistogramSnapshot? scratch = null)
    {
        scratch ??= new HistogramSnapshot();
        var (overBudget, xruns) = (OverBudget, Xruns); // read before the callbacks, so that OverBudget never exceeds their number
        _usage.CopyTo(scratch);
        return new BudgetStatistics(
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

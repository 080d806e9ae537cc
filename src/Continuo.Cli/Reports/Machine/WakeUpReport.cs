using Continuo.Diagnostics;

namespace Continuo.Cli.Reports.Machine;

/// <summary>Wake-up latency of this machine, and the resulting buffers.</summary>
/// <param name="Machine">The measurement, as stored.</param>
/// <param name="SmallestSafeMs">Smallest safe write-ahead with blocks of 128 frames.</param>
/// <param name="Presets">Write-ahead of each preset.</param>
/// <param name="Histogram">Number of wake-ups by lateness in milliseconds.</param>
/// <param name="PriorityRefusal">Why there was no real-time priority.</param>
/// <param name="StoredIn">Path of the file.</param>
internal sealed record WakeUpReport(
    MachineProfile Machine, double SmallestSafeMs, IReadOnlyDictionary<string, double> Presets, IReadOnlyList<WakeUpBarReport> Histogram,
        string? PriorityRefusal, string? StoredIn)
{
    private static readonly double[] LimitsMs = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100];

    /// <summary>Number of wake-ups between the limits; the last bar has no limit.</summary>
    public static IReadOnlyList<WakeUpBarReport> Bars(HistogramSnapshot lateness)
    {
        var bars = new List<WakeUpBarReport>();
        var below = 0L;
        foreach (var limit in LimitsMs)
        {
            var upTo = lateness.CountUpTo((long)(limit * 1e6));
            bars.Add(new WakeUpBarReport(limit, upTo - below));
            below = upTo;
        }

        if (lateness.Count > below) bars.Add(new WakeUpBarReport(null, lateness.Count - below));
        return bars;
    }
}

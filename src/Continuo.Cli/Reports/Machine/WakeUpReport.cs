using Continuo.Diagnostics;

namespace Continuo.Cli.Reports.Machine;

/// <summary>How late this machine wakes a thread, and what follows from it.</summary>
/// <param name="Machine">The figures, as they are stored.</param>
/// <param name="SmallestSafeMs">How much must be written ahead with blocks of 128 frames.</param>
/// <param name="Presets">How much each preset writes ahead.</param>
/// <param name="Histogram">How many wakings were how late, in milliseconds.</param>
/// <param name="PriorityRefusal">Why there was no real-time priority.</param>
/// <param name="StoredIn">The file.</param>
internal sealed record WakeUpReport(
    MachineProfile Machine, double SmallestSafeMs, IReadOnlyDictionary<string, double> Presets, IReadOnlyList<WakeUpBarReport> Histogram, string? PriorityRefusal, string? StoredIn)
{
    private static readonly double[] LimitsMs = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100];

    /// <summary>The wakings between the limits; the last bar is what was later than all.</summary>
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

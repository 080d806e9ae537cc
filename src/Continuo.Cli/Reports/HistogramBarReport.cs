using Continuo.Diagnostics;

namespace Continuo.Cli.Reports;

/// <summary>
/// Number of chunks that took at most <paramref name="UpToMs"/>, and longer than the previous bar; the last bar has no limit.
/// </summary>
internal sealed record HistogramBarReport(double? UpToMs, long Chunks)
{
    private static readonly double[] Limits = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20];

    public static IReadOnlyList<HistogramBarReport> Of(HistogramSnapshot nanoseconds)
    {
        var bars = new List<HistogramBarReport>();
        var before = 0L;
        foreach (var limit in Limits)
        {
            var upTo = nanoseconds.CountUpTo((long)(limit * 1_000_000));
            bars.Add(new HistogramBarReport(limit, upTo - before));
            before = upTo;
        }

        bars.Add(new HistogramBarReport(null, nanoseconds.Count - before));
        return bars;
    }
}

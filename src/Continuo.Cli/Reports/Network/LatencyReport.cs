using Continuo.Diagnostics;

namespace Continuo.Cli.Reports.Network;

/// <summary>A latency's quantiles in milliseconds, rounded to a microsecond; no chunk at all shows as zeros.</summary>
internal sealed record LatencyReport(double P50, double P99, double P999, double Max)
{
    public static LatencyReport Of(HistogramSnapshot nanoseconds) =>
        new(Milliseconds(nanoseconds.P50), Milliseconds(nanoseconds.P99), Milliseconds(nanoseconds.P999), Milliseconds(nanoseconds.Max));

    private static double Milliseconds(long nanoseconds) => Math.Round(nanoseconds / 1e6, 3);
}

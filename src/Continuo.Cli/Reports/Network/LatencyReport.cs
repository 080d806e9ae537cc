using Continuo.Diagnostics;

namespace Continuo.Cli.Reports.Network;

/// <summary>Quantiles of a latency in milliseconds, rounded to a microsecond; zeros without any chunk.</summary>
internal sealed record LatencyReport(double P50, double P99, double P999, double Max)
{
    public static LatencyReport Of(HistogramSnapshot nanoseconds) =>
        new(Milliseconds(nanoseconds.P50), Milliseconds(nanoseconds.P99), Milliseconds(nanoseconds.P999), Milliseconds(nanoseconds.Max));

    private static double Milliseconds(long nanoseconds) => Math.Round(nanoseconds / 1e6, 3);
}

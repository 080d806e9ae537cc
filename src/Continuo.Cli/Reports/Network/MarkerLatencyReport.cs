using Continuo.Rtp.Latency;

namespace Continuo.Cli.Reports.Network;

/// <summary>A measured latency and its stages.</summary>
internal sealed record MarkerLatencyReport(
    string Codec,
    double MeasuredMs,
    double LeastMs,
    double GreatestMs,
    double SumMs,
    double WorstDifferenceMs,
    double ToleranceMs,
    bool IsExplained,
    IReadOnlyList<LatencyStageReport> Parts,
    int Moved,
    int Sent,
    int Found,
    double StrengthDb,
    long LateBlocks,
    long ConcealedFrames,
    string JitterBufferReason)
{
    public static MarkerLatencyReport Of(LoopbackReport report) => new(
        report.Codec,
        Rounded(report.MeasuredMs),
        Rounded(report.LeastMs),
        Rounded(report.GreatestMs),
        Rounded(report.Breakdown.SumMs),
        Rounded(report.WorstDifferenceMs),
        LatencyBreakdown.ToleranceMs,
        report.WorstDifferenceMs <= LatencyBreakdown.ToleranceMs,
        [.. report.Breakdown.Parts.Select(part => new LatencyStageReport(part.Part, Rounded(part.Ms)))],
        report.Moved,
        report.Sent,
        report.Found,
        Rounded(report.StrengthDb),
        report.LateBlocks,
        report.Buffer.ConcealedFrames,
        report.Buffer.Target.ToString());

    private static double Rounded(double value) => Math.Round(value, 3);
}

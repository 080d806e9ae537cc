using Continuo.Playing;

namespace Continuo.Cli.Reports.Playing;

/// <summary>Write-ahead and its cause.</summary>
/// <param name="AheadMs">Final write-ahead.</param>
/// <param name="Measured">Whether the preset's value was measured on this machine.</param>
/// <param name="PauseP999Ms">99.9th percentile of the pauses of this process.</param>
/// <param name="LongestPauseMs">Longest pause.</param>
/// <param name="Sentence">The same as a sentence.</param>
internal sealed record PlayWriteAheadReport(double AheadMs, bool Measured, double PauseP999Ms, double LongestPauseMs, string Sentence)
{
    public static PlayWriteAheadReport Of(WriteAheadStatistics report, PlaybackOptions options) => new(
        Math.Round(report.Ahead.TotalMilliseconds, 2),
        options.IsMeasured,
        Math.Round(report.PauseP999.TotalMilliseconds, 3),
        Math.Round(report.LongestPause.TotalMilliseconds, 3),
        Explain(report, options));

    /// <summary>The write-ahead as a sentence.</summary>
    public static string Explain(WriteAheadStatistics report, PlaybackOptions options)
    {
        var origin = options.IsMeasured ? "measured on this machine" : "not measured: try 'continuo doctor --measure'";
        return report.ToString().Replace("as configured", $"the preset's amount ({origin})", StringComparison.Ordinal);
    }
}

using Continuo.Playing;

namespace Continuo.Cli.Reports.Playing;

/// <summary>How far was written ahead, and why.</summary>
/// <param name="AheadMs">How far at last.</param>
/// <param name="Measured">Whether the preset's amount was measured on this machine.</param>
/// <param name="PauseP999Ms">What 99.9 % of this process's pauses did not exceed.</param>
/// <param name="LongestPauseMs">The longest.</param>
/// <param name="Sentence">All of it for people.</param>
internal sealed record PlayWriteAheadReport(double AheadMs, bool Measured, double PauseP999Ms, double LongestPauseMs, string Sentence)
{
    public static PlayWriteAheadReport Of(WriteAheadStatistics report, PlaybackOptions options) => new(
        Math.Round(report.Ahead.TotalMilliseconds, 2),
        options.IsMeasured,
        Math.Round(report.PauseP999.TotalMilliseconds, 3),
        Math.Round(report.LongestPause.TotalMilliseconds, 3),
        Explain(report, options));

    /// <summary>The sentence.</summary>
    public static string Explain(WriteAheadStatistics report, PlaybackOptions options)
    {
        var least = options.IsMeasured ? "measured on this machine" : "not measured: try 'continuo doctor --measure'";
        return report.ToString().Replace("as configured", $"the preset's amount ({least})", StringComparison.Ordinal);
    }
}

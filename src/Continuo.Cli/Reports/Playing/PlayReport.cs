using Continuo.Playing;

namespace Continuo.Cli.Reports.Playing;

/// <summary>Result of <c>play</c>.</summary>
/// <param name="Sink">Address of the sink.</param>
/// <param name="SinkDescription">Description of the sink.</param>
/// <param name="Seconds">Final position in the piece.</param>
/// <param name="Ended">Whether it was played to its end.</param>
/// <param name="Underruns">Number of underruns of the device.</param>
/// <param name="Outages">Number of times the device was lost.</param>
/// <param name="Blocks">Number of blocks rendered.</param>
/// <param name="BudgetP50Percent">Median rendering time of a block, in percent of its duration.</param>
/// <param name="BudgetP99Percent">99th percentile of render time, in percent of a block.</param>
/// <param name="BudgetMaxPercent">Maximum of render time, in percent of a block.</param>
/// <param name="WriteAhead">The write-ahead; the engine always keeps two blocks.</param>
/// <param name="Tracks">The tracks.</param>
internal sealed record PlayReport(
    string Sink, string SinkDescription, double Seconds, bool Ended, long Underruns, long Outages, long Blocks, double BudgetP50Percent,
        double BudgetP99Percent, double BudgetMaxPercent, PlayWriteAheadReport? WriteAhead, IReadOnlyList<PlayTrackReport> Tracks)
{
    public static PlayReport Of(string sink, string description, Player player, Playback playback)
    {
        var budget = playback.Monitor.GetStatistics();
        return new PlayReport(
            sink,
            description,
            Math.Round(player.Position.TotalSeconds, 3),
            player.State == PlayerState.Ended,
            budget.Xruns,
            playback.Outages,
            budget.Callbacks,
            Math.Round(budget.P50Percent, 2),
            Math.Round(budget.P99Percent, 2),
            Math.Round(budget.MaxPercent, 2),
            PlayWriteAheadReport.Of(playback.WriteAhead, player.Options),
            [.. player.Tracks.Select(t => new PlayTrackReport(t.Name, t.Mix.Statistics.Dropouts, t.Mix.Statistics.LateFrames,
                t.Failure is { } failure ? FailureReport.Of(failure) : null))]);
    }
}

using Continuo.Playing;

namespace Continuo.Cli.Reports.Playing;

/// <summary>What became of what was played.</summary>
/// <param name="Sink">Where it went, as an address.</param>
/// <param name="SinkDescription">The same for people.</param>
/// <param name="Seconds">Where the piece stood at last.</param>
/// <param name="Ended">Whether it came to its end.</param>
/// <param name="Underruns">How often the device ran dry.</param>
/// <param name="Outages">How often the device was lost.</param>
/// <param name="Blocks">How many blocks were mixed.</param>
/// <param name="BudgetP50Percent">How much of its time half of the blocks took at the most.</param>
/// <param name="BudgetP99Percent">The same of 99 % of them.</param>
/// <param name="BudgetMaxPercent">The same of all.</param>
/// <param name="WriteAhead">How far was written ahead; the engine keeps two blocks.</param>
/// <param name="Tracks">The tracks.</param>
internal sealed record PlayReport(
    string Sink, string SinkDescription, double Seconds, bool Ended, long Underruns, long Outages, long Blocks, double BudgetP50Percent, double BudgetP99Percent, double BudgetMaxPercent, PlayWriteAheadReport? WriteAhead, IReadOnlyList<PlayTrackReport> Tracks)
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
            [.. player.Tracks.Select(t => new PlayTrackReport(t.Name, t.Mix.Statistics.Dropouts, t.Mix.Statistics.LateFrames, t.Failure is { } failure ? FailureReport.Of(failure) : null))]);
    }
}

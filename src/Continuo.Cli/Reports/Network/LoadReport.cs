using Continuo.Simulation.Load;

namespace Continuo.Cli.Reports.Network;

/// <summary>Result of <c>continuo load</c>.</summary>
internal sealed record LoadReport(
    int Rooms,
    int Speakers,
    int Listeners,
    bool IsPersonal,
    string Transport,
    double Seconds,
    long Ticks,
    long LateTicks,
    long SkippedTicks,
    LatencyReport TickMs,
    long Blocks,
    long MissedBlocks,
    long Checks,
    long WrongContent,
    IReadOnlyList<string> Mistakes,
    long Markers,
    LatencyReport MouthToEarMs,
    double ProcessorSeconds,
    double ProcessSeconds,
    int Mixes,
    long EncodedPackets,
    long ShedSteps,
    int ShedStep,
    string? PriorityRefusal)
{
    public static LoadReport Of(LoadOptions options, LoadStatistics statistics) => new(
        options.Rooms,
        options.Speakers,
        options.Listeners,
        options.ChangedVolumes > 0,
        options.Transport.ToString().ToLowerInvariant(),
        Math.Round(statistics.Seconds, 3),
        statistics.Ticks,
        statistics.LateTicks,
        statistics.SkippedTicks,
        LatencyReport.Of(statistics.TickTime),
        statistics.Blocks,
        statistics.MissedBlocks,
        statistics.Checks,
        statistics.WrongContent,
        statistics.Mistakes,
        statistics.MouthToEar.Count,
        LatencyReport.Of(statistics.MouthToEar),
        Math.Round(statistics.ProcessorSeconds, 3),
        Math.Round(statistics.ProcessSeconds, 3),
        statistics.Mixes,
        statistics.EncodedPackets,
        statistics.ShedSteps,
        statistics.ShedStep,
        statistics.PriorityRefusal);
}

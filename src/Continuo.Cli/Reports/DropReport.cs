using Continuo.Rings;

namespace Continuo.Cli.Reports;

/// <summary>Chunks that a reader lost, by reason. Their sum is its <c>droppedChunks</c>.</summary>
/// <param name="Overrun">Overwritten by the writer.</param>
/// <param name="Late">Skipped to limit the lag.</param>
/// <param name="Shed">Skipped under load.</param>
internal sealed record DropReport(long Overrun, long Late, long Shed)
{
    public static DropReport Of(in ReaderStatistics counts) => new(counts.Overrun, counts.Late, counts.Shed);

    public long Sum() => Overrun + Late + Shed;
}

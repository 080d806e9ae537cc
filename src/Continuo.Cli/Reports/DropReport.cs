using Continuo.Rings;

namespace Continuo.Cli.Reports;

/// <summary>Chunks that a reader lost, by reason. Together they are its <c>droppedChunks</c>.</summary>
/// <param name="Overrun">The writer had lapped it.</param>
/// <param name="Late">Skipped, so that its lag stays below its limit.</param>
/// <param name="Shed">Given up under load.</param>
internal sealed record DropReport(long Overrun, long Late, long Shed)
{
    public static DropReport Of(in ReaderStatistics counts) => new(counts.Overrun, counts.Late, counts.Shed);

    public long Sum() => Overrun + Late + Shed;
}

using Continuo.Rings;

namespace Continuo.Cli.Reports;

/// <summary>Chunks that a reader lost, by reason.</summary>
internal sealed record DropReport(long Overrun, long Late, long Shed, long Stopped)
{
    public static DropReport Of(in ReaderCounts counts) => new(counts.Overrun, counts.Late, counts.Shed, counts.Stopped);
}

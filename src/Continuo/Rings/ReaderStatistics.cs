using Continuo.Audio;

namespace Continuo.Rings;

/// <summary>
/// Statistics of a reader at one instant, in chunks since it was opened. Always
/// <c>Written = Read + Overrun + Late + Shed + Stopped + Pending</c>.
/// </summary>
/// <param name="Written">Chunks written since the reader's start position.</param>
/// <param name="Read">Chunks read.</param>
/// <param name="Overrun">Chunks lost because the writer overwrote them.</param>
/// <param name="Late">Chunks skipped to keep <see cref="RingReaderOptions.MaxLag"/>.</param>
/// <param name="Shed">Chunks skipped deliberately by <see cref="RingReader.Shed"/>.</param>
/// <param name="Stopped">Chunks that were pending when the reader was closed.</param>
/// <param name="Pending">Chunks that can still be read.</param>
public readonly record struct ReaderStatistics(long Written, long Read, long Overrun, long Late, long Shed, long Stopped, long Pending)
{
    /// <summary>Chunks lost for any reason.</summary>
    public long Dropped => Overrun + Late + Shed + Stopped;

    /// <summary>Chunks lost for one reason; 0 for reasons that concern the source.</summary>
    public long DroppedFor(GapReason reason) => reason switch
    {
        GapReason.Overrun => Overrun,
        GapReason.Late => Late,
        GapReason.Shed => Shed,
        GapReason.Stopped => Stopped,
        _ => 0,
    };
}

using Continuo.Audio;

namespace Continuo.Rings;

/// <summary>
/// A reader's books at one instant, in chunks since it was opened. Always
/// <c>Written = Read + Overrun + Late + Shed + Stopped + Pending</c>.
/// </summary>
/// <param name="Written">Chunks the writer wrote since the reader's start.</param>
/// <param name="Read">Chunks the reader got.</param>
/// <param name="Overrun">Chunks lost because the writer lapped the reader.</param>
/// <param name="Late">Chunks skipped to keep <see cref="RingReaderOptions.MaxLag"/>.</param>
/// <param name="Shed">Chunks the reader gave up on purpose.</param>
/// <param name="Stopped">Chunks that were pending when the reader was closed.</param>
/// <param name="Pending">Chunks that can still be read.</param>
public readonly record struct ReaderStatistics(long Written, long Read, long Overrun, long Late, long Shed, long Stopped, long Pending)
{
    /// <summary>All chunks that were lost, for any reason.</summary>
    public long Dropped => Overrun + Late + Shed + Stopped;

    /// <summary>Chunks lost for one reason; 0 for reasons that are not a reader's.</summary>
    public long DroppedFor(GapReason reason) => reason switch
    {
        GapReason.Overrun => Overrun,
        GapReason.Late => Late,
        GapReason.Shed => Shed,
        GapReason.Stopped => Stopped,
        _ => 0,
    };
}

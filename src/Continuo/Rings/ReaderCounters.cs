using System.Runtime.InteropServices;
using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Rings;

/// <summary>
/// A ring's record of one reader: cursor and statistics. A separate object, so that a ring does not keep a reader alive that is no longer
/// referenced.
/// </summary>
/// <remarks>
/// Only the reading thread writes; <see cref="Cursor"/>, <see cref="LagBehind"/> and <see cref="StatisticsAt"/> are thread-safe.
/// </remarks>
internal sealed class ReaderCounters
{
    private readonly SeqLock<Entries> _published = new();
    private readonly long _start;
    private Entries _entries;
    private long _cursor;

    /// <param name="start">The first sequence to read.</param>
    /// <param name="limit">Maximum lag in chunks.</param>
    /// <param name="limitReason">Reason reported for chunks beyond the limit.</param>
    public ReaderCounters(long start, int limit, GapReason limitReason)
    {
        _start = _cursor = start;
        (Limit, LimitReason) = (limit, limitReason);
        _entries = new Entries { Cursor = start, ClosedAt = -1 };
        _published.Set(_entries);
    }

    /// <summary>Maximum lag in chunks.</summary>
    public int Limit { get; }

    /// <summary>Reason reported for chunks beyond the limit.</summary>
    public GapReason LimitReason { get; }

    /// <summary>The next sequence to read; for the reading thread.</summary>
    [RealTime]
    public long Position => _entries.Cursor;

    /// <summary>The next sequence to read; <see cref="long.MaxValue"/> when the reader is closed. Thread-safe.</summary>
    [RealTime]
    // A writer that keeps a distance stores no sample before it has read the cursor.
    public long Cursor => Volatile.Read(ref _cursor); // Fence: CursorSeen

    /// <summary>Number of pending chunks. Thread-safe; wait-free.</summary>
    [RealTime]
    public long LagBehind(AudioRing ring)
    {
        var cursor = Cursor;
        return Math.Clamp(ring.Written - cursor, 0, Limit);
    }

    /// <summary>Statistics, consistent at one instant. Thread-safe; waits while the reader updates them.</summary>
    public ReaderStatistics StatisticsAt(AudioRing ring)
    {
        // The head is read after the cursor, so it is never less. For a ring of another process, a reader may know a later head than the
        // ring does.
        var e = _published.Get();
        var head = e.ClosedAt >= 0 ? e.ClosedAt : Math.Max(ring.Written, e.Cursor);

        // Chunks beyond the limit are lost, although the reader has not noticed yet.
        var doomed = Math.Max(0, head - e.Cursor - Limit);
        var read = e.Cursor - _start - e.Overrun - e.Late - e.Shed - e.Stopped;
        if (LimitReason == GapReason.Late) e.Late += doomed;
        else e.Overrun += doomed;
        return new ReaderStatistics(head - _start, read, e.Overrun, e.Late, e.Shed, e.Stopped, head - e.Cursor - doomed);
    }

    /// <summary>Counts one chunk as read. For the reading thread.</summary>
    [RealTime]
    public void Advance()
    {
        _entries.Cursor++;
        Publish();
    }

    /// <summary>Counts chunks as lost. For the reading thread.</summary>
    [RealTime]
    public void Lose(long chunks, GapReason reason)
    {
        _entries.Cursor += chunks;
        if (reason == GapReason.Late) _entries.Late += chunks;
        else if (reason == GapReason.Shed) _entries.Shed += chunks;
        else _entries.Overrun += chunks;
        Publish();
    }

    /// <summary>Counts the pending chunks as stopped. Called when no thread reads any more.</summary>
    public void Close(AudioRing ring)
    {
        var counts = StatisticsAt(ring);
        _entries.Overrun = counts.Overrun;
        _entries.Late = counts.Late;
        _entries.Stopped = counts.Pending;
        _entries.ClosedAt = _entries.Cursor = _start + counts.Written;
        _published.Set(_entries);
        SetCursor(long.MaxValue);
    }

    [RealTime]
    private void Publish()
    {
        _published.Set(_entries);
        SetCursor(_entries.Cursor);
    }

    [RealTime]
    // The chunk has been copied out, and checked, before the cursor passes it.
    private void SetCursor(long cursor) => Volatile.Write(ref _cursor, cursor); // Fence: CursorDone

    [StructLayout(LayoutKind.Auto)]
    private struct Entries
    {
        public long Cursor;
        public long Overrun;
        public long Late;
        public long Shed;
        public long Stopped;
        public long ClosedAt;
    }
}

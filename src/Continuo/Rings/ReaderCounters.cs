using System.Runtime.InteropServices;
using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Rings;

/// <summary>
/// What a ring knows of one reader: its cursor and its statistics. A separate object from the reader, so that a ring does not keep a
/// reader that its user has forgotten.
/// </summary>
/// <remarks>
/// Only the reading thread writes; <see cref="Cursor"/>, <see cref="LagBehind"/> and <see cref="StatisticsAt"/> are for any thread.
/// </remarks>
internal sealed class ReaderCounters
{
    private readonly SeqLock<Entries> _published = new();
    private readonly long _start;
    private Entries _entries;
    private long _cursor;

    /// <param name="start">The first sequence that the reader will read.</param>
    /// <param name="limit">Number of chunks it may be behind.</param>
    /// <param name="limitReason">Why chunks beyond the limit are lost.</param>
    public ReaderCounters(long start, int limit, GapReason limitReason)
    {
        _start = _cursor = start;
        (Limit, LimitReason) = (limit, limitReason);
        _entries = new Entries { Cursor = start, ClosedAt = -1 };
        _published.Set(_entries);
    }

    /// <summary>Number of chunks the reader may be behind.</summary>
    public int Limit { get; }

    /// <summary>Why chunks beyond the limit are lost.</summary>
    public GapReason LimitReason { get; }

    /// <summary>The next sequence to be read; for the reading thread.</summary>
    [RealTime]
    public long Position => _entries.Cursor;

    /// <summary>The next sequence to be read; <see cref="long.MaxValue"/> when the reader is closed. Any thread.</summary>
    [RealTime]
    public long Cursor => Volatile.Read(ref _cursor); // Fence: CursorSeen: a writer that keeps a distance stores no sample before it has seen that the old ones were read

    /// <summary>Number of chunks that are pending. Any thread; wait-free.</summary>
    [RealTime]
    public long LagBehind(AudioRing ring)
    {
        var cursor = Cursor;
        return Math.Clamp(ring.Written - cursor, 0, Limit);
    }

    /// <summary>The statistics, consistent at one instant. Any thread; waits while the reader is in the middle of an update.</summary>
    public ReaderStatistics StatisticsAt(AudioRing ring)
    {
        // The head is read after the cursor, so it is never less. Of a ring of another process a reader may know a later head than the ring does.
        var e = _published.Get();
        var head = e.ClosedAt >= 0 ? e.ClosedAt : Math.Max(ring.Written, e.Cursor);

        // Chunks beyond the limit are lost already, though the reader has not noticed yet.
        var doomed = Math.Max(0, head - e.Cursor - Limit);
        var read = e.Cursor - _start - e.Overrun - e.Late - e.Shed - e.Stopped;
        if (LimitReason == GapReason.Late) e.Late += doomed;
        else e.Overrun += doomed;
        return new ReaderStatistics(head - _start, read, e.Overrun, e.Late, e.Shed, e.Stopped, head - e.Cursor - doomed);
    }

    /// <summary>One chunk has been read. The reading thread.</summary>
    [RealTime]
    public void Advance()
    {
        _entries.Cursor++;
        Publish();
    }

    /// <summary>Chunks have been lost. The reading thread.</summary>
    [RealTime]
    public void Lose(long chunks, GapReason reason)
    {
        _entries.Cursor += chunks;
        if (reason == GapReason.Late) _entries.Late += chunks;
        else if (reason == GapReason.Shed) _entries.Shed += chunks;
        else _entries.Overrun += chunks;
        Publish();
    }

    /// <summary>Closes the books: what is pending will not be read. When no thread reads any more.</summary>
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
    private void SetCursor(long cursor) => Volatile.Write(ref _cursor, cursor); // Fence: CursorDone: the chunk has been copied out, and checked, before the cursor passes it

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

using System.Diagnostics.CodeAnalysis;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Threading;

namespace Continuo.Rings;

/// <summary>
/// A consumer's cursor on an <see cref="AudioRing"/>. Reads whole chunks in order. Chunks lost by being late are reported as a
/// <see cref="Gap"/> with the next chunk and counted in <see cref="Statistics"/>.
/// </summary>
/// <remarks>
/// One thread at a time may read or wait. <see cref="Statistics"/>, <see cref="Lag"/>, <see cref="CancelWait"/> and <see cref="Dispose"/>
/// are thread-safe. After <see cref="Dispose"/>, reading, waiting and acknowledging throw <see cref="ObjectDisposedException"/>;
/// statistics keep their last values. A reader that was not disposed is closed by the garbage collector; its ring does not keep it alive.
/// </remarks>
public sealed unsafe partial class RingReader : IDisposable
{
    private const long MaxRemoteHead = long.MaxValue / 4;

    private readonly AudioRing _ring;
    private readonly RingMemory _memory;
    private readonly ReaderCounters _counters;
    private readonly MonotonicClock _clock;
    private readonly WakeSignal? _pollWake;
    private readonly bool _isRemote;
    private UseLease _lease;
    private WakeFlag _waitCancelled;

    // The next gap. Used by the reading thread only.
    private long _expectedPosition;
    private long _lostChunks;
    private GapReason _lostReason;

    internal RingReader(AudioRing ring, RingReaderOptions options)
    {
        _ring = ring;
        (Id, Name, Kind) = (ReaderNumbers.Next(), options.Name, options.Kind);
        _memory = ring.Memory;
        _clock = options.Clock;
        _isRemote = !ring.IsWrittenHere;
        WakesInBatches = options.WakeMode == WakeMode.Batch;
        var limit = options.LagLimit(ring);
        if (options.WakeMode == WakeMode.Poll || !AddressWait.IsSupported)
        {
            Poller = new AdaptivePoller(options.PollInterval);
            _pollWake = new WakeSignal();
        }

        ObjectDisposedException.ThrowIf(!_memory.TryHold(), ring);
        (var start, _expectedPosition) = FindStart(options.HistoryChunks(ring));
        _counters = new ReaderCounters(start, limit, limit < ring.Capacity ? GapReason.Late : GapReason.Overrun);
        ring.RaiseHead(start);
        ring.Add(_counters, this);
    }

    /// <summary>Closes a reader that was not disposed.</summary>
    ~RingReader()
    {
        if (_counters is not null) Close(); // null if the constructor has thrown
    }

    /// <summary>Number of the reader, unique within the process.</summary>
    public long Id { get; }

    /// <summary>Name shown in statistics, from <see cref="RingReaderOptions.Name"/>.</summary>
    public string Name { get; }

    /// <summary>Kind of consumer, from <see cref="RingReaderOptions.Kind"/>.</summary>
    public string Kind { get; }

    /// <summary>Maximum lag in chunks: that of the options, or the length of the ring.</summary>
    public int MaxLagChunks => _counters.Limit;

    /// <summary>The ring this reader reads.</summary>
    public AudioRing Ring => _ring;

    /// <summary>Number of chunks that can still be read; 0 after <see cref="Dispose"/>. Thread-safe; wait-free, real-time-safe.</summary>
    [RealTime]
    public long Lag => _counters.LagBehind(_ring);

    /// <summary>
    /// Statistics, consistent at one instant. Thread-safe. Not real-time-safe: waits while the reading thread updates them.
    /// </summary>
    public ReaderStatistics Statistics => _counters.StatisticsAt(_ring);

    /// <summary>Number of chunks that can be read now. Call from the reading thread; real-time-safe.</summary>
    /// <exception cref="ObjectDisposedException">The reader is closed.</exception>
    [RealTime]
    public long Available
    {
        get
        {
            ObjectDisposedException.ThrowIf(_lease.IsClosing, this);
            if (!_isRemote || !_lease.TryTake()) return Math.Max(0, _ring.Written - _counters.Position);
            var available = ReadHead() - _counters.Position;
            _lease.Release();
            return available;
        }
    }

    /// <summary>
    /// Whether the writer has completed the ring or died, so no further chunks will follow the pending ones. Thread-safe; real-time-safe.
    /// Keeps its last value after <see cref="Dispose"/>.
    /// </summary>
    [RealTime]
    public bool IsOver
    {
        get
        {
            if (_ring.IsOver) return true;
            if (!_isRemote || !_lease.TryTake()) return false;
            var over = _ring.CheckOver();
            _lease.Release();
            return over;
        }
    }

    /// <summary>The next sequence to read; <see cref="long.MaxValue"/> when the reader is closed. Thread-safe.</summary>
    [RealTime]
    internal long Cursor => _counters.Cursor;

    /// <summary>
    /// Reads the next chunk if one is pending. Never blocks or allocates; real-time-safe. Retries only while the writer overwrites the
    /// chunk, at most once per ring slot.
    /// </summary>
    /// <param name="destination">Room for <see cref="AudioRing.ChunkFrames"/> frames × channels, interleaved.</param>
    /// <param name="header">The chunk's header. <see cref="ChunkHeader.Frames"/> frames of the destination are valid.</param>
    /// <param name="gap">The audio missing between the previous chunk and this one.</param>
    /// <exception cref="ArgumentException">The destination is too small.</exception>
    /// <exception cref="ObjectDisposedException">The reader is closed.</exception>
    /// <exception cref="InvalidOperationException">Another thread is reading.</exception>
    [RealTime]
    public ReadStatus TryRead(Span<float> destination, out ChunkHeader header, out Gap gap)
    {
        if (destination.Length < _ring.ChunkFrames * _ring.Format.Channels) ThrowTooSmall();
        if (!_lease.TryTake()) ThrowNotUsable();
        var status = ReadNext(destination, out header, out gap);
        _lease.Release();
        return status;
    }

    /// <summary>
    /// Skips the oldest pending chunks and counts them as <see cref="GapReason.Shed"/>. Call from the reading thread; real-time-safe.
    /// </summary>
    /// <param name="chunks">Maximum number of chunks to skip.</param>
    /// <returns>Number of chunks skipped.</returns>
    /// <exception cref="ObjectDisposedException">The reader is closed.</exception>
    [RealTime]
    public long Shed(long chunks) => Skip(chunks, GapReason.Shed);

    /// <summary>
    /// Skips the oldest pending chunks until the lag is at most <paramref name="maxLag"/>; counted as <see cref="GapReason.Late"/>. Call
    /// from the reading thread; real-time-safe.
    /// </summary>
    /// <param name="maxLag">Maximum number of chunks that may remain pending.</param>
    /// <returns>Number of chunks skipped.</returns>
    /// <exception cref="ObjectDisposedException">The reader is closed.</exception>
    [RealTime]
    internal long SkipToLag(long maxLag) => Skip(Available - maxLag, GapReason.Late);

    [RealTime]
    private long Skip(long chunks, GapReason reason)
    {
        if (!_lease.TryTake()) ThrowNotUsable();
        var lag = ReadHead() - _counters.Position;
        if (lag > _counters.Limit)
        {
            Lose(lag - _counters.Limit, _counters.LimitReason);
            lag = _counters.Limit;
        }

        var given = Math.Min(Math.Max(0, chunks), lag);
        if (given > 0) Lose(given, reason);
        _lease.Release();
        return given;
    }

    /// <summary>
    /// Acknowledges all chunks before the cursor to a writer that waits for this reader (<see cref="AudioRing.WaitForAcknowledged"/>).
    /// Only one reader of a ring may do this. Real-time-safe; makes a system call only if the writer sleeps.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The reader is closed.</exception>
    [RealTime]
    public void Acknowledge()
    {
        if (!_lease.TryTake()) ThrowNotUsable();
        _ring.Acknowledge(_counters.Position);
        _lease.Release();
    }

    /// <summary>
    /// Closes the reader and ends a wait in progress. Pending chunks are counted as <see cref="GapReason.Stopped"/>. Thread-safe and
    /// idempotent.
    /// </summary>
    public void Dispose()
    {
        Close();
        GC.SuppressFinalize(this);
    }

    private void Close()
    {
        if (!_lease.Close()) return;
        _counters.Close(_ring);
        _ring.Remove(_counters);
        _pollWake?.Dispose(); // wakes a waiting thread
        _ring.NotifyReaders();
        _memory.DangerousRelease();
    }

    [RealTime]
    private ReadStatus ReadNext(Span<float> destination, out ChunkHeader header, out Gap gap)
    {
        for (var tries = 0; ; tries++)
        {
            // The end is read before the head: if the ring has ended, the head is the last one.
            var over = _ring.CheckOver();
            var lag = ReadHead() - _counters.Position;
            if (lag == 0 || tries > _ring.Capacity) // more tries only occur if another process has corrupted the ring
            {
                (header, gap) = (default, default);
                return over ? ReadStatus.End : ReadStatus.Empty;
            }

            if (lag > _counters.Limit) Lose(lag - _counters.Limit, _counters.LimitReason);
            if (_memory.TryCopy(_counters.Position, destination, out header))
            {
                gap = GapBefore(header);
                (_lostChunks, _expectedPosition) = (0, header.Position + header.Frames);
                _counters.Advance();
                return ReadStatus.Chunk;
            }

            Lose(1, _counters.LimitReason); // the writer is overwriting, or has overwritten, this slot
        }
    }

    /// <summary>
    /// Reads the head with acquire semantics. If another process writes the ring, the value is clamped: never behind this reader, and never
    /// so far ahead that a sum could overflow. The caller holds the memory.
    /// </summary>
    [RealTime]
    private long ReadHead()
    {
        if (!_isRemote) return _ring.Written;
        var head = Volatile.Read(ref *_memory.Head); // Fence: SharedHeadSeen: the slots of chunks before the head are read after it
        if (_counters is not null) head = Math.Max(head, _counters.Position);
        head = Math.Clamp(head, 0, MaxRemoteHead);
        _ring.RaiseHead(head);
        return head;
    }

    [RealTime]
    private Gap GapBefore(in ChunkHeader header)
    {
        var frames = header.Position - _expectedPosition;
        var gap = _lostChunks > 0
            ? new Gap(frames, _lostChunks, _lostReason)
            : new Gap(frames, 0, header.GapReason);
        return gap.IsEmpty ? Gap.None : gap;
    }

    [RealTime]
    private void Lose(long chunks, GapReason reason)
    {
        _lostChunks += chunks;
        _lostReason = reason;
        _counters.Lose(chunks, reason);
    }

    /// <summary>Finds the start and the timeline position expected there, so that the first gap is exact as well.</summary>
    private (long Start, long Position) FindStart(int history)
    {
        for (var tries = 0; ; tries++)
        {
            var head = ReadHead();
            if (head == 0) return (0, 0);
            if (tries > _ring.Capacity) return (head, 0); // another process has corrupted the ring
            var start = Math.Max(0, head - history);
            var known = Math.Min(start, head - 1); // the chunk whose header gives the position: the first to read, or the last written
            if (_memory.TryCopy(known, default, out var header))
            {
                return (start, known == start ? header.Position : header.Position + header.Frames);
            }

            if (history == _ring.Capacity) history--; // the writer is on the oldest slot: begin after it
        }
    }

    [DoesNotReturn]
    private static void ThrowTooSmall() =>
        throw new ArgumentException("The destination must hold a whole chunk: AudioRing.ChunkFrames × channels samples.");

    [DoesNotReturn]
    private void ThrowNotUsable()
    {
        ObjectDisposedException.ThrowIf(_lease.IsClosing, this);
        throw new InvalidOperationException("Two threads are using one reader. Use one reader per thread.");
    }
}

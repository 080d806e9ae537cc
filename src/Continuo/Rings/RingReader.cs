using System.Diagnostics.CodeAnalysis;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Waiting;

namespace Continuo.Rings;

/// <summary>
/// One consumer's cursor on an <see cref="AudioRing"/>. Reads whole chunks, in order; what it loses by being late it
/// is told as a <see cref="Gap"/> with the next chunk, and finds in <see cref="Counts"/>.
/// </summary>
/// <remarks>One thread at a time may read, wait or close; <see cref="Counts"/>, <see cref="Lag"/> and <see cref="CancelWait"/> are for any thread.</remarks>
public sealed unsafe class RingReader : IDisposable
{
    private const long MaxRemoteHead = long.MaxValue / 4;

    private readonly AudioRing _ring;
    private readonly RingMemory _memory;
    private readonly MonotonicClock _clock;
    private readonly WakeSignal? _pollWake;
    private readonly bool _isRemote;
    private readonly int _limit;
    private readonly GapReason _limitReason;
    private readonly long _start;

    // The books. Only the reading thread writes; the version is odd while it does (a sequence lock).
    private int _version;
    private long _cursor;
    private long _overrun;
    private long _late;
    private long _shed;
    private long _stopped;
    private long _closedAt = -1;

    // What the next gap will say. Only the reading thread looks.
    private long _expectedPosition;
    private long _lostChunks;
    private GapReason _lostReason;
    private volatile bool _waitCancelled;

    internal RingReader(AudioRing ring, RingReaderOptions options)
    {
        _ring = ring;
        _memory = ring.Memory;
        _clock = options.Clock;
        _isRemote = !ring.IsWrittenHere;
        _limit = options.LagLimit(ring);
        _limitReason = _limit < ring.Capacity ? GapReason.Late : GapReason.Overrun;
        if (options.WakeMode == WakeMode.Poll || !AddressWait.IsSupported)
        {
            Poller = new AdaptivePoller(options.PollInterval);
            _pollWake = new WakeSignal();
        }

        var added = false;
        _memory.DangerousAddRef(ref added);
        (_start, _expectedPosition) = FindStart(options.HistoryChunks(ring));
        _cursor = _start;
        ring.Saw(_start);
    }

    /// <summary>The ring this reader reads.</summary>
    public AudioRing Ring => _ring;

    /// <summary>How often a wait went to sleep and woke; with <see cref="WakeUpsWithAudio"/> the measure of wasted wake-ups.</summary>
    public long WakeUps { get; private set; }

    /// <summary>How often something was there to read after waking.</summary>
    public long WakeUpsWithAudio { get; private set; }

    /// <summary>The polling controller; <see langword="null"/> if the writer wakes this reader.</summary>
    public AdaptivePoller? Poller { get; }

    /// <summary>How many chunks are waiting to be read. Thread-safe; real-time-safe.</summary>
    public long Lag => Counts.Pending;

    /// <summary>The reader's books, consistent at one instant. Thread-safe. Lock-free: repeats if the reader moves meanwhile.</summary>
    public ReaderCounts Counts
    {
        get
        {
            while (true)
            {
                var version = Volatile.Read(ref _version);
                var (cursor, closedAt) = (_cursor, _closedAt);
                var (overrun, late, shed, stopped) = (_overrun, _late, _shed, _stopped);
                Volatile.ReadBarrier(); // the books are read before the version is looked at again
                if ((version & 1) != 0 || version != Volatile.Read(ref _version)) continue;

                // The head is read after the cursor, so it is never less. Chunks beyond the limit are lost
                // already, though the reader has not come to see it.
                var read = cursor - _start - overrun - late - shed - stopped;
                var head = closedAt >= 0 ? closedAt : _ring.Written;
                var doomed = Math.Max(0, head - cursor - _limit);
                if (_limitReason == GapReason.Late) late += doomed;
                else overrun += doomed;
                return new ReaderCounts(head - _start, read, overrun, late, shed, stopped, head - cursor - doomed);
            }
        }
    }

    /// <summary>How many chunks can be read now. For the reading thread; real-time-safe.</summary>
    [RealTime]
    public long Available => LookAtHead() - _cursor;

    /// <summary>The next sequence this reader will read. Thread-safe.</summary>
    [RealTime]
    internal long Cursor => Volatile.Read(ref _cursor);

    /// <summary>Whether <see cref="Dispose"/> was called. Thread-safe.</summary>
    [RealTime]
    internal bool IsClosed => Volatile.Read(ref _closedAt) >= 0;

    /// <summary>
    /// Reads the next chunk if there is one. Never blocks, never allocates; real-time-safe. Lock-free: repeats only while the
    /// writer laps it.
    /// </summary>
    /// <param name="destination">Room for <see cref="AudioRing.ChunkFrames"/> frames × channels, interleaved.</param>
    /// <param name="header">What the chunk says of itself; <see cref="ChunkHeader.Frames"/> frames of the destination are valid.</param>
    /// <param name="gap">What is missing between the chunk read before and this one.</param>
    /// <exception cref="ArgumentException">The destination is too small.</exception>
    /// <exception cref="ObjectDisposedException">The reader is closed.</exception>
    [RealTime]
    public ReadStatus TryRead(Span<float> destination, out ChunkHeader header, out Gap gap)
    {
        if (destination.Length < _ring.ChunkFrames * _ring.Format.Channels) ThrowTooSmall();
        ObjectDisposedException.ThrowIf(_closedAt >= 0, this);
        for (var tries = 0; ; tries++)
        {
            // Closed is read before the head: a ring seen closed has its last head.
            var closed = IsOver;
            var lag = Available;
            if (lag == 0 || tries > _ring.Capacity) // more only happens in a ring that another process has spoilt
            {
                (header, gap) = (default, default);
                return closed ? ReadStatus.End : ReadStatus.Empty;
            }

            if (lag > _limit) Lose(lag - _limit, _limitReason);

            var sequence = _cursor;
            if (_memory.TryCopy(sequence, destination, out header))
            {
                gap = GapBefore(header);
                Advance(header.Position + header.Frames);
                return ReadStatus.Chunk;
            }

            Lose(1, _limitReason); // the writer is writing, or has written, a later chunk into this slot
        }
    }

    /// <summary>
    /// Waits until a chunk can be read or the ring has ended, at most <paramref name="timeout"/>.
    /// Takes nothing from the ring, so a cancelled wait loses nothing. Blocking; not real-time-safe.
    /// </summary>
    /// <returns>Whether there is something to read (or an end to see); <see langword="false"/> after the time-out, on cancellation and after <see cref="CancelWait"/>.</returns>
    public bool Wait(TimeSpan timeout, CancellationToken cancellation = default)
    {
        if (IsReady) return true;
        var deadline = timeout == Timeout.InfiniteTimeSpan ? long.MaxValue : _clock.Now + timeout.Ticks * 100;
        var registration = cancellation.CanBeCanceled
            ? cancellation.UnsafeRegister(static reader => ((RingReader)reader!).CancelWait(), this)
            : default;
        try
        {
            return _pollWake is null ? WaitForEvent(deadline) : Poll(Poller!, _pollWake, deadline);
        }
        finally
        {
            registration.Dispose();
            _waitCancelled = false;
            _pollWake?.Reset();
        }
    }

    /// <summary>Ends the wait that is under way, or else the next one. Thread-safe.</summary>
    public void CancelWait()
    {
        _waitCancelled = true;
        _pollWake?.Set();
        _ring.WakeReaders();
    }

    /// <summary>Gives up the oldest pending chunks on purpose, counted as <see cref="GapReason.Shed"/>. Real-time-safe.</summary>
    /// <param name="chunks">How many at most.</param>
    /// <returns>How many were given up.</returns>
    [RealTime]
    public long Shed(long chunks)
    {
        ObjectDisposedException.ThrowIf(_closedAt >= 0, this);
        var lag = Available;
        if (lag > _limit)
        {
            Lose(lag - _limit, _limitReason);
            lag = _limit;
        }

        var shed = Math.Min(Math.Max(0, chunks), lag);
        if (shed > 0) Lose(shed, GapReason.Shed);
        return shed;
    }

    /// <summary>
    /// Tells the writer that this reader has done with all it has read or lost, for writers that keep a distance
    /// (<see cref="AudioRing.WaitForAcknowledged"/>). For one reader of a ring. Real-time-safe (one system call if, and only if, the writer sleeps).
    /// </summary>
    [RealTime]
    public void Acknowledge() => _ring.Acknowledge(_cursor);

    /// <summary>Closes the reader; what is still pending is counted as <see cref="GapReason.Stopped"/>. Not while another thread reads.</summary>
    public void Dispose()
    {
        if (_closedAt >= 0) return;
        var counts = Counts;
        BeginBooks();
        (_overrun, _late) = (counts.Overrun, counts.Late);
        _stopped = counts.Pending;
        _closedAt = _start + counts.Written;
        _cursor = _closedAt;
        EndBooks();
        _ring.Remove(this);
        _memory.DangerousRelease();
    }

    private bool IsReady => Available != 0 || IsOver;

    /// <summary>Whether the writer has ended or died: what is available now is all that will be. For the reading thread; real-time-safe.</summary>
    [RealTime]
    public bool IsOver => Volatile.Read(ref *_memory.Closed) != 0 || _ring.IsAbandoned;

    /// <summary>
    /// The head, acquired. Of a ring that another process writes it is taken with caution: never behind this reader, and never so far
    /// ahead that a sum could overflow.
    /// </summary>
    [RealTime]
    private long LookAtHead()
    {
        var head = Volatile.Read(ref *_memory.Head);
        if (!_isRemote) return head;
        head = Math.Clamp(head, _cursor, MaxRemoteHead);
        _ring.Saw(head);
        return head;
    }

    private bool WaitForEvent(long deadline)
    {
        while (true)
        {
            var ticket = _ring.Events.PrepareWait();
            if (IsReady || _waitCancelled)
            {
                _ring.Events.CancelWait();
                return IsReady;
            }

            var left = deadline == long.MaxValue ? 1_000_000_000 : deadline - _clock.Now;
            if (left <= 0)
            {
                _ring.Events.CancelWait();
                return false;
            }

            _ring.Events.Wait(ticket, _isRemote ? Math.Min(left, AudioRing.LivenessInterval.Ticks * 100) : left);
            WakeUps++;
            if (!IsReady && !_ring.ProbeWriter()) continue;
            WakeUpsWithAudio++;
            return true;
        }
    }

    private bool Poll(AdaptivePoller poller, WakeSignal wake, long deadline)
    {
        while (!_waitCancelled)
        {
            var now = _clock.Now;
            if (now >= deadline) return false;
            _clock.WaitUntil(Math.Min(deadline, now + poller.IntervalNanoseconds), wake);
            WakeUps++;
            poller.Polled((int)Math.Min(int.MaxValue, Available));
            if (!IsReady && !_ring.ProbeWriter()) continue;
            WakeUpsWithAudio++;
            return true;
        }

        return IsReady;
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
    private void Advance(long expectedPosition)
    {
        (_lostChunks, _expectedPosition) = (0, expectedPosition);
        BeginBooks();
        _cursor++;
        EndBooks();
    }

    [RealTime]
    private void Lose(long chunks, GapReason reason)
    {
        _lostChunks += chunks;
        _lostReason = reason;
        BeginBooks();
        _cursor += chunks;
        if (reason == GapReason.Late) _late += chunks;
        else if (reason == GapReason.Shed) _shed += chunks;
        else _overrun += chunks;
        EndBooks();
    }

    [RealTime]
    private void BeginBooks()
    {
        Volatile.Write(ref _version, _version + 1);
        Volatile.WriteBarrier(); // the version is odd before any of the books changes
    }

    [RealTime]
    private void EndBooks() => Volatile.Write(ref _version, _version + 1);

    /// <summary>Where to start, and the timeline position expected there, so that the first gap is exact, too.</summary>
    private (long Start, long Position) FindStart(int history)
    {
        for (var tries = 0; ; tries++)
        {
            var head = LookAtHead();
            if (head == 0) return (0, 0);
            if (tries > _ring.Capacity) return (head, 0); // another process has spoilt its ring
            var start = Math.Max(0, head - history);
            var known = Math.Min(start, head - 1); // the chunk whose position tells it: the first to read, or the last written
            if (_memory.TryCopy(known, default, out var header)) return (start, known == start ? header.Position : header.Position + header.Frames);
            if (history == _ring.Capacity) history--; // the writer is on the oldest slot: begin behind it
        }
    }

    [DoesNotReturn]
    private static void ThrowTooSmall() => throw new ArgumentException("The destination must hold a whole chunk: AudioRing.ChunkFrames × channels samples.");
}

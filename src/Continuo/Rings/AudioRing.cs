using System.Diagnostics.CodeAnalysis;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Threading;

namespace Continuo.Rings;

/// <summary>
/// A preallocated ring buffer of chunks in unmanaged memory, with one writer and any number of readers. The writer never waits. A reader
/// that falls behind loses the oldest chunks, and the loss is reported to it.
/// </summary>
/// <remarks>
/// <para><b>Writer</b> (one thread at a time): stamp the slot −1 ("being written") · store barrier · copy · stamp the
/// slot with its sequence · publish the head (release) · wake sleepers, if any.</para>
/// <para><b>Reader</b>: see the head (acquire) · see its sequence in the stamp · copy · load barrier · see the same stamp again. Then no
/// write to the slot overlapped the copy: had the copy seen any byte of a later chunk, the barriers would make the second look see that
/// chunk's −1 or sequence.</para>
/// <para><b>Lifetime</b>: all members may be called from any thread, also after <see cref="Dispose"/>. Disposing waits for a write in
/// progress but never for a reader. Afterwards <see cref="Write"/> and <see cref="OpenReader"/> throw, and properties keep their last
/// values.</para>
/// <para><b>Across processes</b>: the writer's process calls <see cref="CreateShared"/>, a reader's process <see cref="OpenShared"/>.
/// Waiting readers detect the death of the writer within <see cref="LivenessInterval"/>. The writer does not detect the death of
/// readers.</para>
/// </remarks>
public sealed unsafe partial class AudioRing : IDisposable
{
    /// <summary>Default capacity in chunks: 10 s of 10 ms chunks.</summary>
    public const int DefaultCapacity = 1000;

    /// <summary>Default chunk size in frames: 10 ms at 48 kHz.</summary>
    public const int DefaultChunkFrames = 480;

    /// <summary>Maximum chunk size in frames.</summary>
    public const int MaxChunkFrames = 65_536;

    /// <summary>Default limit of the memory that <see cref="OpenShared"/> maps: 1 GiB.</summary>
    public const long MaxSharedBytes = 1L << 30;

    /// <summary>Interval at which a waiting reader of another process's ring checks whether the writer is alive.</summary>
    public static readonly TimeSpan LivenessInterval = TimeSpan.FromMilliseconds(250);

    private const int RaiseTries = 16;
    private const int BatchesPerSecond = 20;

    private readonly Lock _readersLock = new();
    private readonly EventCount _events;
    private readonly EventCount _batchEvents;
    private readonly EventCount _writerEvents;
    private readonly WriterState _writer = new();
    private readonly bool _isShared;
    private OpenedReader[] _readers = []; // replaced as a whole, under the lock
    private long _acknowledged;
    private bool _abandoned; // set before the writer's state is over

    /// <summary>Allocates a ring and commits all of its memory.</summary>
    /// <param name="format">Sample rate and channels of every chunk.</param>
    /// <param name="chunkFrames">Maximum frames per chunk, 1…65 536.</param>
    /// <param name="capacity">Capacity in chunks, at least 2.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if a size is out of range.</exception>
    public AudioRing(AudioFormat format, int chunkFrames = DefaultChunkFrames, int capacity = DefaultCapacity)
        : this(RingMemory.Allocate(RingShape.Of(format, chunkFrames, capacity)), isWrittenHere: true)
    {
    }

    private AudioRing(RingMemory memory, bool isWrittenHere)
    {
        Memory = memory;
        IsWrittenHere = isWrittenHere;
        Format = memory.Shape.Format;
        ChunkFrames = memory.Shape.ChunkFrames;
        Capacity = memory.Capacity;
        SharedPath = memory.Shared?.Path;
        _isShared = memory.Shared is not null;
        BatchChunks = Math.Clamp(Format.SampleRate / BatchesPerSecond / ChunkFrames, 1, Math.Max(1, Capacity / 4));
        _events = new EventCount(memory.Events);
        _batchEvents = new EventCount(memory.BatchEvents);
        _writerEvents = new EventCount(memory.WriterEvents);
    }

    /// <summary>Sample rate and channels of every chunk.</summary>
    public AudioFormat Format { get; }

    /// <summary>Maximum frames per chunk.</summary>
    public int ChunkFrames { get; }

    /// <summary>Capacity in chunks.</summary>
    public int Capacity { get; }

    /// <summary>Whether this process writes the ring. A ring from <see cref="OpenShared"/> is read-only.</summary>
    public bool IsWrittenHere { get; }

    /// <summary>
    /// Number of chunks written since the ring was created. For a ring that another process writes: as last seen by a reader in this
    /// process. Thread-safe; real-time-safe.
    /// </summary>
    [RealTime]
    public long Written => Volatile.Read(ref _writer.Head); // Fence: HeadSeen: the slots of chunks before the head are read after it

    /// <summary>
    /// Whether the writer has completed the ring. Chunks written before can still be read. Thread-safe; keeps its last value after
    /// <see cref="Dispose"/>.
    /// </summary>
    public bool IsCompleted => (IsOver || WithMemory(static ring => ring.CheckOver())) && !_abandoned;

    /// <summary>
    /// Number of chunks acknowledged by the reader that paces the writer (<see cref="RingReader.Acknowledge"/>). The ring itself never
    /// waits for readers; its writer may use this to wait. Thread-safe; keeps its last value after <see cref="Dispose"/>.
    /// </summary>
    public long Acknowledged
    {
        get
        {
            WithMemory(static ring =>
            {
                // No sample is stored before the acknowledgement is read.
                ring._acknowledged = Math.Clamp(Volatile.Read(ref *ring.Memory.Acknowledged), 0, ring.Written); // Fence: AcknowledgedSeen
                return true;
            });
            return _acknowledged;
        }
    }

    /// <summary>A snapshot of the open readers. Thread-safe.</summary>
    public IReadOnlyList<RingReader> Readers =>
        [.. _readers.Select(r => r.Reader.TryGetTarget(out var reader) ? reader : null).OfType<RingReader>()];

    /// <summary>Maximum lag in chunks over all open readers, whatever their limits. Thread-safe; real-time-safe.</summary>
    [RealTime]
    internal long FurthestLag
    {
        get
        {
            var written = Written;
            var furthest = 0L;
            foreach (var reader in _readers) furthest = Math.Max(furthest, written - reader.Counters.Cursor);
            return furthest;
        }
    }

    /// <summary>Whether the writer is known to have ended or died. Thread-safe; real-time-safe.</summary>
    [RealTime]
    // A thread that reads the end before the head reads the last head.
    internal bool IsOver => Volatile.Read(ref _writer.Over); // Fence: OverSeen

    internal RingMemory Memory { get; }

    internal EventCount Events => _events;

    /// <summary>Notified when the number of chunks written is a multiple of <see cref="BatchChunks"/>, and at the end.</summary>
    internal EventCount BatchEvents => _batchEvents;

    /// <summary>Number of chunks after which readers of <see cref="WakeMode.Batch"/> are woken.</summary>
    internal int BatchChunks { get; }

    /// <summary>
    /// Writes one chunk, overwriting the oldest if the ring is full. Only one thread may write. Wait-free, no allocation; real-time-safe.
    /// Makes a system call only if a reader sleeps.
    /// </summary>
    /// <param name="samples">Frames × channels, interleaved; at most <see cref="ChunkFrames"/> frames; the rest is ignored. Empty for a
    /// chunk that only reports a gap.</param>
    /// <param name="header">The chunk's header. <see cref="ChunkHeader.Sequence"/> and <see cref="ChunkHeader.Frames"/> are set by this
    /// call.</param>
    /// <returns>The chunk's sequence number.</returns>
    /// <exception cref="ObjectDisposedException">The ring has been disposed.</exception>
    /// <exception cref="InvalidOperationException">Another thread is writing, or the ring was opened with
    /// <see cref="OpenShared"/>.</exception>
    [RealTime]
    public long Write(ReadOnlySpan<float> samples, in ChunkHeader header)
    {
        if (!IsWrittenHere) ThrowReadOnly();
        if (!_writer.Lease.TryTake()) ThrowNotWritable();
        var sequence = _writer.Head;
        var frames = Math.Min(samples.Length / Format.Channels, ChunkFrames);
        var stamp = Memory.StampOf(sequence);
        *stamp = -1;
        Volatile.WriteBarrier(); // Fence: WriteBegun: no sample is stored before the mark "being written"

        // Safety: the lease keeps the memory; the slot holds ChunkFrames frames after its header, and frames ≤ ChunkFrames.
        var slot = (ChunkHeader*)(stamp + 1);
        *slot = header;
        slot->Sequence = sequence;
        slot->Frames = frames;
        samples[..(frames * Format.Channels)].CopyTo(new Span<float>((byte*)stamp + RingMemory.SlotHeaderBytes, frames * Format.Channels));

        *stamp = sequence; // ordered by the head: no reader accesses this chunk before it has seen the head
        Volatile.Write(ref _writer.Head, sequence + 1); // Fence: HeadPublished: a thread that sees it sees the whole chunk and its stamp
        if (_isShared) Volatile.Write(ref *Memory.Head, sequence + 1); // Fence: SharedHeadPublished: the same in other processes
        _events.Notify();
        if ((ulong)(sequence + 1) % (uint)BatchChunks == 0) _batchEvents.Notify();
        _writer.Lease.Release();
        GC.KeepAlive(this);
        return sequence;
    }

    /// <summary>
    /// Waits until a reader has acknowledged all chunks before <paramref name="sequence"/>, at most <paramref name="timeout"/>
    /// (<see cref="Timeout.InfiniteTimeSpan"/>: no limit). For the writer. Blocks; allocates nothing.
    /// </summary>
    /// <returns>Whether the chunks have been acknowledged.</returns>
    /// <exception cref="ObjectDisposedException">The ring was disposed before or during the call.</exception>
    public bool WaitForAcknowledged(long sequence, TimeSpan timeout)
    {
        ObjectDisposedException.ThrowIf(!Memory.TryHold(), this);
        try
        {
            if (Acknowledged >= sequence) return true;
            var deadline = SystemClock.Instance.DeadlineIn(timeout);
            while (true)
            {
                var ticket = _writerEvents.PrepareWait();
                var left = deadline - SystemClock.Instance.Now;
                if (Acknowledged >= sequence || left <= 0 || _writer.Lease.IsClosing)
                {
                    _writerEvents.CancelWait();
                    if (Acknowledged >= sequence) return true;
                    ObjectDisposedException.ThrowIf(_writer.Lease.IsClosing, this);
                    return false;
                }

                _writerEvents.Wait(ticket, left);
            }
        }
        finally
        {
            Memory.DangerousRelease();
        }
    }

    /// <summary>
    /// Completes the ring: readers receive the pending chunks, then <see cref="ReadStatus.End"/>. Called by the writer after its last
    /// chunk. Thread-safe and idempotent; does nothing for a ring of another process.
    /// </summary>
    public void Complete()
    {
        if (IsOver || !IsWrittenHere) return;
        WithMemory(static ring =>
        {
            // A thread that sees the end sees the last head.
            if (ring._isShared) Volatile.Write(ref *ring.Memory.Closed, 1); // Fence: SharedClosedSet
            ring.MarkOver();
            ring.NotifyReaders();
            return true;
        });
    }

    /// <summary>Opens a reader with its own cursor. Thread-safe; not real-time-safe.</summary>
    /// <exception cref="ObjectDisposedException">The ring has been disposed.</exception>
    public RingReader OpenReader(RingReaderOptions? options = null)
    {
        ObjectDisposedException.ThrowIf(_writer.Lease.IsClosing, this);
        return new RingReader(this, options ?? RingReaderOptions.Default);
    }

    /// <summary>
    /// Completes the ring if this process writes it. Open readers can still read pending chunks; the memory is freed when the last reader
    /// is closed or garbage-collected. Thread-safe and idempotent.
    /// </summary>
    public void Dispose()
    {
        Complete();
        if (!_writer.Lease.Close()) return;
        _writerEvents.Notify(); // the memory is still held
        Memory.Dispose();
    }

    /// <summary>Wakes all sleeping readers, for example because a wait was cancelled.</summary>
    internal void WakeReaders() => WithMemory(static ring =>
    {
        ring.NotifyReaders();
        return true;
    });

    /// <summary>The same, for a caller that holds the memory.</summary>
    internal void NotifyReaders()
    {
        _events.Notify();
        _batchEvents.Notify();
    }

    /// <summary>Adds a reader to those that pace the writer. The reader holds the memory.</summary>
    internal void Add(ReaderCounters counters, RingReader reader)
    {
        lock (_readersLock) _readers = [.. _readers, new OpenedReader(counters, new WeakReference<RingReader>(reader))];
    }

    internal void Remove(ReaderCounters counters)
    {
        lock (_readersLock) _readers = [.. _readers.Where(r => r.Counters != counters)];
    }

    /// <summary>Publishes a reader's progress to the writer. The caller holds the memory.</summary>
    [RealTime]
    internal void Acknowledge(long sequence)
    {
        Volatile.Write(ref *Memory.Acknowledged, sequence); // Fence: AcknowledgedDone: the chunks have been copied out before
        _writerEvents.Notify();
    }

    /// <summary>Runs a function while holding the memory, if it has not been freed. Thread-safe.</summary>
    private bool WithMemory(Func<AudioRing, bool> look)
    {
        if (!Memory.TryHold()) return false;
        try
        {
            return look(this);
        }
        finally
        {
            Memory.DangerousRelease();
        }
    }

    [DoesNotReturn]
    private void ThrowNotWritable()
    {
        ObjectDisposedException.ThrowIf(_writer.Lease.IsClosing, this);
        throw new InvalidOperationException("Two threads are writing to one ring. A ring has one writer; use one ring per thread.");
    }

    [DoesNotReturn]
    private static void ThrowReadOnly() =>
        throw new InvalidOperationException("This ring was opened with AudioRing.OpenShared and can only be read.");

    private readonly record struct OpenedReader(ReaderCounters Counters, WeakReference<RingReader> Reader);
}

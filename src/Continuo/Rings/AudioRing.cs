using System.Diagnostics.CodeAnalysis;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Waiting;

namespace Continuo.Rings;

/// <summary>
/// The one place where audio waits: a preallocated ring of chunk slots in unmanaged memory with one writer and any
/// number of readers. The writer never waits; a reader that falls behind loses the oldest chunks and is told so.
/// </summary>
/// <remarks>
/// <para><b>Writer</b> (one thread at a time): stamp the slot −1 ("being written") · store barrier · copy · stamp the
/// slot with its sequence (release) · publish the head (release) · wake sleepers, if any.</para>
/// <para><b>Reader</b>: see the head (acquire) · see its sequence in the stamp (acquire) · copy · load barrier ·
/// see the same stamp again. Then no write to the slot overlapped the copy: had the copy seen any byte of a later
/// chunk, the barriers would make the second look see that chunk's −1 or sequence.</para>
/// <para><b>Across processes</b>: <see cref="CreateShared"/> in the writer's, <see cref="OpenShared"/> in the readers'. A writer that dies
/// is noticed by waiting readers within <see cref="LivenessInterval"/>; readers that die are not noticed at all.</para>
/// </remarks>
public sealed unsafe class AudioRing : IDisposable
{
    /// <summary>How many chunks a ring holds unless asked otherwise: 10 s of 10 ms chunks.</summary>
    public const int DefaultCapacity = 1000;

    /// <summary>How many frames a chunk holds unless asked otherwise: 10 ms at 48 kHz.</summary>
    public const int DefaultChunkFrames = 480;

    /// <summary>The most frames a chunk may hold.</summary>
    public const int MaxChunkFrames = 65_536;

    /// <summary>The most memory that <see cref="OpenShared"/> maps unless told otherwise: 1 GiB.</summary>
    public const long MaxSharedBytes = 1L << 30;

    /// <summary>How long a reader of another process's ring sleeps at the most before it asks whether the writer lives.</summary>
    public static readonly TimeSpan LivenessInterval = TimeSpan.FromMilliseconds(250);

    private readonly Lock _readersLock = new();
    private readonly EventCount _events;
    private readonly EventCount _writerEvents;
    private readonly HeadMirror _head = new();
    private RingReader[] _readers = [];
    private volatile bool _completed;
    private volatile bool _abandoned;
    private bool _disposed;

    /// <summary>Allocates a ring and touches all of its memory.</summary>
    /// <param name="format">Rate and channels of every chunk.</param>
    /// <param name="chunkFrames">The most frames a chunk may hold, 1…65 536.</param>
    /// <param name="capacity">How many chunks the ring holds, at least 2.</param>
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
        _events = new EventCount(memory.Events);
        _writerEvents = new EventCount(memory.WriterEvents);
    }

    /// <summary>
    /// Makes a ring that processes of the same user can read: pass them <see cref="SharedPath"/>. Its memory goes away with the
    /// last process that uses it, however that ends. Linux only.
    /// </summary>
    /// <param name="format">Rate and channels of every chunk.</param>
    /// <param name="chunkFrames">The most frames a chunk may hold, 1…65 536.</param>
    /// <param name="capacity">How many chunks the ring holds, at least 2.</param>
    /// <exception cref="AudioException">A size is out of range, or the system has not so much memory.</exception>
    public static AudioRing CreateShared(AudioFormat format, int chunkFrames = DefaultChunkFrames, int capacity = DefaultCapacity) =>
        new(RingMemory.CreateShared(RingShape.Of(format, chunkFrames, capacity)), isWrittenHere: true);

    /// <summary>
    /// Opens a ring that another process writes, to read it. Nothing in its memory is trusted but the sizes, which are checked here.
    /// </summary>
    /// <param name="path">The writer's <see cref="SharedPath"/>.</param>
    /// <param name="maxBytes">The most memory to map.</param>
    /// <exception cref="AudioException">It is not there (any more), belongs to another user, or is not a ring.</exception>
    public static AudioRing OpenShared(string path, long maxBytes = MaxSharedBytes)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new AudioRing(RingMemory.OpenShared(path, maxBytes), isWrittenHere: false);
    }

    /// <summary>Rate and channels of every chunk.</summary>
    public AudioFormat Format { get; }

    /// <summary>The most frames a chunk holds.</summary>
    public int ChunkFrames { get; }

    /// <summary>How many chunks the ring holds.</summary>
    public int Capacity { get; }

    /// <summary>Where other processes of the user open the ring while the writer lives; <see langword="null"/> if it is not shared.</summary>
    public string? SharedPath { get; }

    /// <summary>Whether this process writes it. One that was opened can only be read.</summary>
    public bool IsWrittenHere { get; }

    /// <summary>
    /// How many chunks have been written since the ring was made; of a ring that is written elsewhere, as far as a reader here has
    /// seen. Thread-safe; real-time-safe.
    /// </summary>
    [RealTime]
    public long Written => Volatile.Read(ref _head.Value);

    /// <summary>Whether the writer has ended. What was written before can still be read.</summary>
    public bool IsCompleted => _completed;

    /// <summary>Whether the writer's process has died without ending the ring, as far as has been noticed. What it wrote before can still be read. Thread-safe; real-time-safe.</summary>
    [RealTime]
    public bool IsAbandoned => _abandoned;

    /// <summary>
    /// How many chunks a reader has had done with by its own word (<see cref="RingReader.Acknowledge"/>). Only a hint: a ring never
    /// waits for readers, but its writer may wish to. For the writer.
    /// </summary>
    [RealTime]
    public long Acknowledged => Math.Clamp(Volatile.Read(ref *Memory.Acknowledged), 0, _head.Value);

    /// <summary>The readers that are open now. Thread-safe.</summary>
    public IReadOnlyList<RingReader> Readers => Volatile.Read(ref _readers);

    /// <summary>How many chunks the slowest open reader is behind, whatever its limit. Thread-safe; real-time-safe.</summary>
    [RealTime]
    internal long FurthestLag
    {
        get
        {
            var written = Written;
            var furthest = 0L;
            foreach (var reader in Volatile.Read(ref _readers))
            {
                if (!reader.IsClosed) furthest = Math.Max(furthest, written - reader.Cursor);
            }

            return furthest;
        }
    }

    internal RingMemory Memory { get; }

    internal EventCount Events => _events;

    /// <summary>
    /// Writes one chunk, overwriting the oldest if the ring is full. For the one writer only.
    /// Wait-free, no allocation; real-time-safe (one system call if, and only if, a reader sleeps).
    /// </summary>
    /// <param name="samples">Frames × channels, interleaved; at most <see cref="ChunkFrames"/> frames, more are cut off. Empty for a chunk that only tells of a gap.</param>
    /// <param name="header">What the chunk says of itself; <see cref="ChunkHeader.Sequence"/> and <see cref="ChunkHeader.Frames"/> are set here.</param>
    /// <returns>The chunk's sequence.</returns>
    [RealTime]
    public long Write(ReadOnlySpan<float> samples, in ChunkHeader header)
    {
        if (!IsWrittenHere) ThrowReadOnly();
        var sequence = _head.Value;
        var frames = Math.Min(samples.Length / Format.Channels, ChunkFrames);
        var stamp = Memory.StampOf(sequence);
        Volatile.Write(ref *stamp, -1);
        Volatile.WriteBarrier(); // no sample is stored before the mark "being written"

        // Safety: the slot holds ChunkFrames frames behind its header, and frames ≤ ChunkFrames.
        var slot = (ChunkHeader*)(stamp + 1);
        *slot = header;
        slot->Sequence = sequence;
        slot->Frames = frames;
        samples[..(frames * Format.Channels)].CopyTo(new Span<float>((byte*)stamp + RingMemory.SlotHeaderBytes, frames * Format.Channels));

        Volatile.Write(ref *stamp, sequence); // release: a reader that sees the sequence sees the samples
        Volatile.Write(ref _head.Value, sequence + 1); // first, so that observers never see a reader ahead of the writer
        Volatile.Write(ref *Memory.Head, sequence + 1);
        _events.Notify();
        return sequence;
    }

    /// <summary>
    /// Sleeps until a reader has acknowledged all chunks before <paramref name="sequence"/>, at most <paramref name="timeout"/>.
    /// For the writer; blocking, allocates nothing.
    /// </summary>
    /// <returns>Whether it has.</returns>
    public bool WaitForAcknowledged(long sequence, TimeSpan timeout)
    {
        if (Acknowledged >= sequence) return true;
        var deadline = SystemClock.Instance.Now + timeout.Ticks * 100;
        while (true)
        {
            var ticket = _writerEvents.PrepareWait();
            var left = deadline - SystemClock.Instance.Now;
            if (Acknowledged >= sequence || left <= 0)
            {
                _writerEvents.CancelWait();
                return Acknowledged >= sequence;
            }

            _writerEvents.Wait(ticket, left);
        }
    }

    /// <summary>Ends the ring: readers get what is pending, then <see cref="ReadStatus.End"/>. For the writer, after its last chunk.</summary>
    public void Complete()
    {
        if (_completed || !IsWrittenHere) return;
        _completed = true;
        Volatile.Write(ref *Memory.Closed, 1);
        _events.Notify();
    }

    /// <summary>Opens a reader with a cursor of its own. Thread-safe; not real-time-safe.</summary>
    /// <exception cref="ObjectDisposedException">The ring has been disposed.</exception>
    public RingReader OpenReader(RingReaderOptions? options = null)
    {
        var reader = new RingReader(this, options ?? RingReaderOptions.Default);
        lock (_readersLock) Volatile.Write(ref _readers, [.. _readers, reader]);
        return reader;
    }

    /// <summary>
    /// Asks whether the writer's process has died without ending the ring; sets <see cref="IsAbandoned"/> if so. Waiting readers do
    /// it themselves. Thread-safe while the ring or a reader is open; one system call.
    /// </summary>
    public bool ProbeWriter()
    {
        if (IsWrittenHere || _abandoned) return _abandoned;
        if (Volatile.Read(ref *Memory.Closed) != 0 || !Memory.Shared!.IsCreatorGone) return false;

        // It may have ended the ring, and then itself, between the two looks.
        if (Volatile.Read(ref *Memory.Closed) == 0) _abandoned = true;
        return _abandoned;
    }

    /// <summary>Ends the ring, if it is written here. Open readers go on to read what is pending; the memory is freed when the last one is closed.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        Complete();
        Memory.Dispose();
    }

    /// <summary>Wakes every reader that sleeps, for instance because its wait was cancelled.</summary>
    internal void WakeReaders()
    {
        var added = false;
        try
        {
            Memory.DangerousAddRef(ref added);
            _events.Notify();
        }
        catch (ObjectDisposedException)
        {
            // The memory is gone, and with it every reader that could sleep.
        }
        finally
        {
            if (added) Memory.DangerousRelease();
        }
    }

    internal void Remove(RingReader reader)
    {
        lock (_readersLock) Volatile.Write(ref _readers, [.. _readers.Where(r => r != reader)]);
    }

    /// <summary>A reader has seen the head of a ring that is written elsewhere.</summary>
    [RealTime]
    internal void Saw(long head)
    {
        if (IsWrittenHere) return;
        long seen;
        while ((seen = Volatile.Read(ref _head.Value)) < head && Interlocked.CompareExchange(ref _head.Value, head, seen) != seen)
        {
            // Another reader has seen a head, too: the later one stays.
        }
    }

    /// <summary>Tells the writer how far a reader has come.</summary>
    [RealTime]
    internal void Acknowledge(long sequence)
    {
        Volatile.Write(ref *Memory.Acknowledged, sequence);
        _writerEvents.Notify();
    }

    [DoesNotReturn]
    private static void ThrowReadOnly() =>
        throw new InvalidOperationException("This ring is written elsewhere: one that was opened with AudioRing.OpenShared can only be read.");
}

using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Rings;

/// <content>A ring that one process writes and others read, and how its end becomes known there.</content>
public sealed unsafe partial class AudioRing
{
    /// <summary>
    /// Creates a ring that other processes of the same user can read: pass them <see cref="SharedPath"/>. The memory is freed when the
    /// last process that uses it exits, even if it crashes. Linux only.
    /// </summary>
    /// <param name="format">Sample rate and channels of every chunk.</param>
    /// <param name="chunkFrames">Maximum frames per chunk, 1…65 536.</param>
    /// <param name="capacity">Capacity in chunks, at least 2.</param>
    /// <exception cref="AudioException">A size is out of range, or there is not enough memory.</exception>
    public static AudioRing CreateShared(AudioFormat format, int chunkFrames = DefaultChunkFrames, int capacity = DefaultCapacity) =>
        new(RingMemory.CreateShared(RingShape.Of(format, chunkFrames, capacity)), isWrittenHere: true);

    /// <summary>
    /// Opens a ring that another process writes, for reading. The sizes are validated here; all other shared memory is treated as
    /// untrusted.
    /// </summary>
    /// <param name="path">The writer's <see cref="SharedPath"/>.</param>
    /// <param name="maxBytes">Maximum memory to map, in bytes.</param>
    /// <exception cref="AudioException">The ring does not exist, belongs to another user, or is not a valid ring.</exception>
    public static AudioRing OpenShared(string path, long maxBytes = MaxSharedBytes)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new AudioRing(RingMemory.OpenShared(path, maxBytes), isWrittenHere: false);
    }

    /// <summary>
    /// Path at which other processes of the user open the ring while the writer is alive; <see langword="null"/> if the ring is not
    /// shared.
    /// </summary>
    public string? SharedPath { get; }

    /// <summary>
    /// Whether the writer's process is known to have died without completing the ring. Chunks written before can still be read.
    /// Thread-safe; real-time-safe.
    /// </summary>
    [RealTime]
    public bool IsAbandoned => IsOver && _abandoned;

    /// <summary>
    /// Checks whether the writer's process has died without completing the ring, and sets <see cref="IsAbandoned"/> if so. Waiting
    /// readers do this themselves. Thread-safe; one system call. Returns the last value after <see cref="Dispose"/>.
    /// </summary>
    public bool ProbeWriter()
    {
        if (!IsWrittenHere && !IsOver) WithMemory(static ring => ring.NoticeDeath());
        return IsAbandoned;
    }

    /// <summary>Checks whether the ring has ended, wherever it is written. The caller holds the memory. Real-time-safe.</summary>
    [RealTime]
    internal bool CheckOver()
    {
        if (IsOver) return true;
        // A thread that reads the end before the head reads the last head.
        if (IsWrittenHere || Volatile.Read(ref *Memory.Closed) == 0) return false; // Fence: SharedClosedSeen
        MarkOver();
        return true;
    }

    /// <summary>
    /// Raises the known head of a ring that is written by another process. Wait-free: gives up if other readers keep raising it, because
    /// their heads serve as well.
    /// </summary>
    [RealTime]
    internal void RaiseHead(long head)
    {
        if (IsWrittenHere) return;
        for (var tries = 0; tries < RaiseTries; tries++)
        {
            var seen = _writer.Head;
            // The later head stays.
            if (seen >= head || Interlocked.CompareExchange(ref _writer.Head, head, seen) == seen) return; // Fence: HeadRaised
        }
    }

    [RealTime]
    private void MarkOver() => Volatile.Write(ref _writer.Over, true); // Fence: OverNoted: a thread that sees the end sees the last head

    private bool NoticeDeath()
    {
        if (CheckOver() || !Memory.Shared!.IsCreatorGone) return false;
        if (CheckOver()) return false; // it may have ended the ring, and then itself, between the two checks
        _abandoned = true;
        MarkOver();
        return true;
    }
}

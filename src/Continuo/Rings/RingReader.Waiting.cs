using Continuo.Diagnostics;
using Continuo.Threading;

namespace Continuo.Rings;

/// <content>How a reader waits for audio: for each chunk, for a batch, or by polling.</content>
public sealed unsafe partial class RingReader
{
    /// <summary>
    /// Number of wake-ups from a sleeping wait. Wake-ups without audio are the difference to <see cref="WakeUpsWithAudio"/>.
    /// </summary>
    public long WakeUps { get; private set; }

    /// <summary>Number of wake-ups after which a chunk was pending.</summary>
    public long WakeUpsWithAudio { get; private set; }

    /// <summary>The polling controller; <see langword="null"/> if the writer wakes this reader.</summary>
    internal AdaptivePoller? Poller { get; }

    /// <summary>Whether it is woken for a batch of chunks instead of each.</summary>
    [RealTime]
    internal bool WakesInBatches { get; }

    /// <summary>
    /// Waits until a chunk is pending or the ring has ended, at most <paramref name="timeout"/> (<see cref="Timeout.InfiniteTimeSpan"/>,
    /// <see cref="TimeSpan.MaxValue"/>: no limit). Does not consume a chunk, so a cancelled wait loses nothing. Blocks; not
    /// real-time-safe.
    /// </summary>
    /// <returns>
    /// <see langword="true"/> if a chunk is pending or the ring has ended; <see langword="false"/> on time-out, on cancellation, after
    /// <see cref="CancelWait"/> and if the reader is closed during the wait.
    /// </returns>
    /// <exception cref="ObjectDisposedException">The reader is closed.</exception>
    public bool Wait(TimeSpan timeout, CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(_lease.IsClosing || !_memory.TryHold(), this);
        try
        {
            return IsReady || WaitUntilReady(_clock.DeadlineIn(timeout), cancellation);
        }
        finally
        {
            _memory.DangerousRelease();
        }
    }

    /// <summary>Ends the wait in progress, or else the next one. Thread-safe; does nothing if the reader is closed.</summary>
    public void CancelWait()
    {
        _waitCancelled.Set();
        _pollWake?.Set();
        _ring.WakeReaders();
    }

    /// <summary>The caller holds the memory.</summary>
    private bool IsReady => ReadHead() != _counters.Position || _ring.CheckOver();

    private bool WaitUntilReady(long deadline, CancellationToken cancellation)
    {
        var registration = cancellation.CanBeCanceled
            ? cancellation.UnsafeRegister(static reader => ((RingReader)reader!).CancelWait(), this)
            : default;
        try
        {
            if (_pollWake is not null) return Poll(Poller!, _pollWake, deadline);
            return WakesInBatches ? WaitForBatch(deadline) : WaitForEvent(deadline);
        }
        finally
        {
            registration.Dispose();
            if (_waitCancelled.IsSet) _waitCancelled.Clear();
            _pollWake?.Reset();
        }
    }

    private bool WaitForEvent(long deadline)
    {
        while (true)
        {
            var ticket = _ring.Events.PrepareWait();
            var left = deadline - _clock.Now;
            if (IsReady || _waitCancelled.IsSet || _lease.IsClosing || left <= 0)
            {
                _ring.Events.CancelWait();
                return IsReady && !_lease.IsClosing;
            }

            _ring.Events.Wait(ticket, _isRemote ? Math.Min(left, AudioRing.LivenessInterval.Ticks * 100) : left);
            WakeUps++;
            if (!IsReady && !_ring.ProbeWriter()) continue;
            WakeUpsWithAudio++;
            return !_lease.IsClosing;
        }
    }

    /// <summary>
    /// Waits until the writer has completed this reader's current batch. If the source has fallen silent, pending chunks end the wait after
    /// two batches.
    /// </summary>
    private bool WaitForBatch(long deadline)
    {
        var batch = _ring.BatchChunks;
        var longest = 2 * _ring.Format.ToNanoseconds((long)batch * _ring.ChunkFrames);
        while (true)
        {
            var ticket = _ring.BatchEvents.PrepareWait();
            var left = deadline - _clock.Now;
            var isComplete = ReadHead() / batch > _counters.Position / batch || _ring.CheckOver();
            if (isComplete || _waitCancelled.IsSet || _lease.IsClosing || left <= 0)
            {
                _ring.BatchEvents.CancelWait();
                return IsReady && !_lease.IsClosing;
            }

            _ring.BatchEvents.Wait(ticket, Math.Min(left, longest));
            WakeUps++;
            if (!IsReady && !_ring.ProbeWriter()) continue;
            WakeUpsWithAudio++;
            return !_lease.IsClosing;
        }
    }

    private bool Poll(AdaptivePoller poller, WakeSignal wake, long deadline)
    {
        while (!_waitCancelled.IsSet && !_lease.IsClosing)
        {
            var now = _clock.Now;
            if (now >= deadline) return false;
            _clock.WaitUntil(Math.Min(deadline, now + poller.IntervalNanoseconds), wake);
            WakeUps++;
            poller.Polled((int)Math.Min(int.MaxValue, ReadHead() - _counters.Position));
            if (!IsReady && !_ring.ProbeWriter()) continue;
            WakeUpsWithAudio++;
            return !_lease.IsClosing;
        }

        return IsReady && !_lease.IsClosing;
    }
}

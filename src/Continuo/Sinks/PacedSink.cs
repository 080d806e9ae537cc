using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Threading;

namespace Continuo.Sinks;

/// <summary>
/// Gives a sink that accepts everything at once (a file, <c><see langword="null"/>:</c>) the pace of a device: it plays by the clock, has a
/// buffer of fixed size, and underruns if it is written to too late.
/// </summary>
internal sealed class PacedSink : IOutputDevice
{
    private readonly IAudioSink _inner;
    private readonly TimeSpan _hold;
    private readonly MonotonicClock _clock;
    private readonly Interruption _interruption = new();
    private readonly WakeSignal _wake = new();
    private AudioFormat _format = AudioFormat.Default;
    private long _holdFrames;
    private long _start; // when the first frame would have been played without any underrun
    private long _latency;
    private long _underruns;

    /// <summary>Wraps a sink and takes ownership of it.</summary>
    /// <param name="inner">Receives the audio.</param>
    /// <param name="hold">Size of the simulated buffer.</param>
    /// <param name="clock">The clock that paces it.</param>
    public PacedSink(IAudioSink inner, TimeSpan hold, MonotonicClock clock)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(clock);
        (_inner, _hold, _clock) = (inner, hold, clock);
    }

    /// <inheritdoc/>
    public string Description => _inner.Description;

    /// <inheritdoc/>
    public long FramesWritten => _inner.FramesWritten;

    /// <inheritdoc/>
    public long LatencyFrames => _latency;

    /// <inheritdoc/>
    public long Underruns => Volatile.Read(ref _underruns);

    /// <inheritdoc/>
    public void Open(AudioFormat format)
    {
        _interruption.Clear();
        _wake.Reset();
        _inner.Open(format);
        _interruption.ThrowIfRequested(); // one that came while the inner sink cleared its own
        _format = format;
        _holdFrames = format.ToFrames(_hold);
        _latency = 0;
    }

    /// <inheritdoc/>
    public bool WaitForRoom(int frames, TimeSpan timeout)
    {
        _interruption.ThrowIfRequested();
        if (_inner.FramesWritten == 0) return true;
        var room = _start + _format.ToNanoseconds(_inner.FramesWritten + frames - Math.Max(frames, _holdFrames));
        var limit = _clock.DeadlineIn(timeout);
        WaitUntil(Math.Min(room, limit));
        return room <= limit;
    }

    /// <inheritdoc/>
    [RealTime]
    public int PieceFrames(int blockFrames) => blockFrames;

    /// <inheritdoc/>
    public bool TryHold(int frames)
    {
        _holdFrames = frames;
        return true;
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<float> samples)
    {
        _interruption.ThrowIfRequested();
        var (before, now) = (_inner.FramesWritten, _clock.Now);
        if (before == 0)
        {
            _start = now;
        }
        else if (Played(now) > before)
        {
            Volatile.Write(ref _underruns, _underruns + 1);
            _start = now - _format.ToNanoseconds(before);
        }

        _inner.Write(samples);
        WaitUntil(_start + _format.ToNanoseconds(_inner.FramesWritten - _holdFrames));
        _latency = Math.Max(0, _inner.FramesWritten - Played(_clock.Now));
    }

    /// <summary>Waits until all audio is played, then finishes the inner sink.</summary>
    public void Finish()
    {
        _interruption.ThrowIfRequested();
        if (_inner.FramesWritten > 0) WaitUntil(_start + _format.ToNanoseconds(_inner.FramesWritten));
        _inner.Finish();
    }

    /// <inheritdoc/>
    public void Interrupt()
    {
        _interruption.Request();
        _inner.Interrupt();
        _wake.Set();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _inner.Dispose(); // the signal's memory is freed with the last reference: an interruption may come at any time
    }

    private void WaitUntil(long deadline)
    {
        _clock.WaitUntil(deadline, _wake);
        _interruption.ThrowIfRequested();
    }

    private long Played(long now) => _format.ToFrames(now - _start);
}

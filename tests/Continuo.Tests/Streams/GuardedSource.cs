using Continuo.Audio;
using Continuo.Sources;
using Continuo.Threading;

namespace Continuo.Tests.Streams;

/// <summary>
/// A peer that delivers a short block every tenth of a millisecond, and counts what must not happen:
/// two threads in it, reads after its end.
/// </summary>
public sealed class GuardedSource(GuardedSource.Tally tally) : IAudioSource
{
    public const int Frames = 48;

    private readonly WakeSignal _interrupted = new();
    private int _inside;
    private volatile bool _disposed;

    public AudioFormat Format => AudioFormat.Default;

    public SourcePace Pace => SourcePace.Peer;

    public string Description => "guarded";

    public void Open()
    {
        _interrupted.Reset();
        tally.CountOpened();
    }

    public SourceRead Read(Span<float> destination, TimeSpan timeout)
    {
        if (Interlocked.Increment(ref _inside) > 1 || _disposed) tally.CountMisuse();
        var isInterrupted = _interrupted.Wait(100_000);
        destination[..(Frames * 2)].Fill(0.5f);
        Interlocked.Decrement(ref _inside);
        return isInterrupted ? SourceRead.Nothing : SourceRead.Data(Frames);
    }

    public void Interrupt() => _interrupted.Set();

    public void Dispose()
    {
        if (_disposed || Volatile.Read(ref _inside) > 0) tally.CountMisuse();
        _disposed = true;
        tally.CountDisposed();
    }

    /// <summary>What all sources of a run have counted together.</summary>
    public sealed class Tally
    {
        private long _opened;
        private long _disposed;
        private long _misuses;

        public long Opened => Volatile.Read(ref _opened);

        public long Disposed => Volatile.Read(ref _disposed);

        public long Misuses => Volatile.Read(ref _misuses);

        internal void CountOpened() => Interlocked.Increment(ref _opened);

        internal void CountDisposed() => Interlocked.Increment(ref _disposed);

        internal void CountMisuse() => Interlocked.Increment(ref _misuses);
    }
}

using Continuo.Audio;
using Continuo.Sinks;

namespace Continuo.Tests.Streams;

/// <summary>
/// A device-like sink that counts what must not happen: two threads in it at once, calls after its end, and never being freed.
/// </summary>
public sealed class GuardedSink(TimeSpan writeTime = default) : IAudioSink
{
    private readonly ManualResetEventSlim _interrupted = new();
    private int _inside;
    private int _most;
    private int _disposals;
    private long _frames;
    private long _callsTooLate;

    public string Description => "guarded";

    public long FramesWritten => Volatile.Read(ref _frames);

    /// <summary>How many threads were in it at once, at the most.</summary>
    public int Most => Volatile.Read(ref _most);

    /// <summary>Whether a thread is in it now.</summary>
    public bool IsBusy => Volatile.Read(ref _inside) > 0;

    public int Disposals => Volatile.Read(ref _disposals);

    public bool IsFinished { get; private set; }

    /// <summary>Calls after <see cref="Dispose"/>.</summary>
    public long CallsTooLate => Volatile.Read(ref _callsTooLate);

    /// <summary>How long a write takes from now on, unless it is interrupted.</summary>
    public TimeSpan WriteTime { get; set; } = writeTime;

    public void Open(AudioFormat format) => _interrupted.Reset();

    public void Write(ReadOnlySpan<float> samples)
    {
        Enter();
        try
        {
            if (WriteTime > TimeSpan.Zero && _interrupted.Wait(WriteTime)) throw new OperationCanceledException();
            Volatile.Write(ref _frames, _frames + samples.Length / 2);
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    public void Finish()
    {
        Enter();
        IsFinished = true;
        Interlocked.Decrement(ref _inside);
    }

    public void Interrupt() => _interrupted.Set();

    public void Dispose()
    {
        Enter();
        Interlocked.Increment(ref _disposals);
        Interlocked.Decrement(ref _inside);
    }

    private void Enter()
    {
        var inside = Interlocked.Increment(ref _inside);
        if (inside > Volatile.Read(ref _most)) Volatile.Write(ref _most, inside);
        if (Disposals > 0) Interlocked.Increment(ref _callsTooLate);
    }
}

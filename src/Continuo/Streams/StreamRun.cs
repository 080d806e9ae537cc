using Continuo.Audio;
using Continuo.Rings;
using Continuo.Scheduling;
using Continuo.Sources;
using Continuo.Waiting;

namespace Continuo.Streams;

/// <summary>
/// One run of a stream, from opening to end: its source, ring and capture thread. A stop is said to a run, not to the
/// stream, so a late stop can never end the next run.
/// </summary>
internal sealed class StreamRun : IDisposable
{
    private static readonly TimeSpan Stale = TimeSpan.FromMilliseconds(200);

    private readonly StreamOptions _options;
    private readonly WakeSignal _stop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _end = new();
    private readonly long _openedAt;
    private Thread? _thread;
    private bool _disposed;
    private bool _finished;
    private bool _freed;

    public StreamRun(IAudioSource source, StreamOptions options)
    {
        _options = options;
        Source = source;
        source.Open();
        if (options.SampleRate is { } rate && rate != source.Format.SampleRate)
        {
            throw new AudioException(
                AudioErrorCode.Unsupported,
                $"{source.Description} at {rate} Hz",
                $"it delivers {source.Format.SampleRate} Hz and nothing here can resample it",
                "Add resampling to the audio system: new AudioSystem().UseResampling() of Continuo.Codecs");
        }

        _openedAt = options.Clock.Now;
        Ring = new AudioRing(source.Format, options.ChunkFramesAt(source.Format.SampleRate), options.RingChunks);
        Loop = new CaptureLoop(source, Ring, options, _stop);
    }

    public IAudioSource Source { get; }

    public AudioRing Ring { get; }

    public CaptureLoop Loop { get; }

    /// <summary>Completed when the capture thread has written its last chunk.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Why real-time scheduling was refused; <see langword="null"/> if it was granted or not asked for.</summary>
    public string? PriorityRefusal { get; private set; }

    public bool IsStarted => _thread is not null;

    public bool IsEnded => _ended.Task.IsCompleted;

    public void Start(string name)
    {
        // What a device collected between opening and starting is old news.
        if (Source.Pace == SourcePace.Device && _options.Clock.Now - _openedAt > Stale.Ticks * 100) Source.Open();
        _thread = new Thread(Run) { Name = name, IsBackground = true };
        _thread.Start();
    }

    /// <summary>Tells the capture thread to end. Any thread; returns at once.</summary>
    public void RequestStop()
    {
        lock (_end)
        {
            if (_freed) return;
            _stop.Set();
        }

        Source.Interrupt();
    }

    /// <summary>Waits for the capture thread's end.</summary>
    /// <returns>Whether it ended in time.</returns>
    public bool WaitForEnd(TimeSpan timeout) => _thread is null || _thread.Join(timeout);

    /// <summary>Lets the readers go although the capture thread was never started, or hangs in a driver.</summary>
    public void Abandon()
    {
        Ring.Complete();
        _ended.TrySetResult();
    }

    /// <summary>Ends the run and frees source and ring: at once, or when a capture thread that hangs in a driver returns.</summary>
    public void Dispose()
    {
        RequestStop();
        lock (_end)
        {
            _disposed = true;
            if (_thread is { IsAlive: true } && !_finished) return;
        }

        Free();
    }

    private void Run()
    {
        var paced = Source.Pace != SourcePace.Free || _options.Pacing == Pacing.Clock;
        if (_options.RealTimePriority && paced) PriorityRefusal = RealTimePriority.TryRaise();
        try
        {
            while (Loop.Step())
            {
            }

            Loop.Finish();
        }
        catch (Exception e)
        {
            // A fault of a source's own: the stream ends as failed, the process goes on.
            Loop.Fail(e);
        }

        lock (_end)
        {
            _finished = true;
            _ended.TrySetResult();
            if (!_disposed) return;
        }

        Free();
    }

    private void Free()
    {
        lock (_end)
        {
            if (_freed) return;
            _freed = true;
        }

        Source.Dispose();
        Ring.Dispose();
        _stop.Dispose();
        _ended.TrySetResult();
    }
}

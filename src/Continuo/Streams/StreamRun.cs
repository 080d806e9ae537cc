using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Rings;
using Continuo.Sources;
using Continuo.Threading;

namespace Continuo.Streams;

/// <summary>
/// One run of a stream, from opening to end: its source, ring and capture thread. A stop applies to a run, not to the stream, so a late
/// stop can never end the next run. Thread-safe.
/// </summary>
internal sealed class StreamRun : IDisposable
{
    private static readonly TimeSpan Stale = TimeSpan.FromMilliseconds(200);

    private readonly StreamOptions _options;
    private readonly UserCode _userCode;
    private readonly Action<StreamRun> _atEnd;
    private readonly WakeSignal _stop = new(); // its memory is freed with the last reference: a stop may come at any time
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new(); // guards the flags below; held for nothing else
    private readonly long _openedAt;
    private bool _isStarted;
    private bool _isGivenUp;
    private bool _isDisposed;
    private bool _isFinished;
    private bool _isFreed;

    /// <param name="number">1 for the first run of a stream.</param>
    /// <param name="source">Opened by the constructor, and owned if that succeeds.</param>
    /// <param name="options">Options of the stream.</param>
    /// <param name="userCode">Guards the interruption and disposal of the source.</param>
    /// <param name="atEnd">Called once, on the capture thread, when nothing more will be written.</param>
    public StreamRun(long number, IAudioSource source, StreamOptions options, UserCode userCode, Action<StreamRun> atEnd)
    {
        (Number, Source, _options, _userCode, _atEnd) = (number, source, options, userCode, atEnd);
        source.Open();
        if (options.SampleRate is { } rate && rate != source.Format.SampleRate)
        {
            throw new AudioException(
                AudioErrorCode.Unsupported,
                $"{source.Description} at {rate} Hz",
                $"it delivers {source.Format.SampleRate} Hz and no resampler is registered",
                "Add resampling to the audio system: new AudioSystem().UseResampling() of Continuo.Codecs");
        }

        _openedAt = options.Clock.Now;
        Ring = new AudioRing(source.Format, options.ChunkFramesAt(source.Format.SampleRate), options.RingChunks);
        Loop = new CaptureLoop(source, Ring, options, _stop);
    }

    /// <summary>Number of the run within its stream, from 1.</summary>
    public long Number { get; }

    /// <summary>The generation of the start, for its end. Set before <see cref="Start"/>.</summary>
    public long Generation { get; set; }

    public IAudioSource Source { get; }

    public AudioRing Ring { get; }

    public CaptureLoop Loop { get; }

    /// <summary>Completed when the capture thread has written its last chunk.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Why real-time scheduling was refused; <see langword="null"/> if it was granted or not requested.</summary>
    public string? PriorityRefusal { get; private set; }

    public bool IsStarted => Volatile.Read(ref _isStarted);

    public bool IsEnded => _ended.Task.IsCompleted;

    /// <summary>Starts the capture thread.</summary>
    /// <returns>False after a stop.</returns>
    public bool Start(string name)
    {
        // Audio that a device collected between opening and starting is too old.
        if (Source.Pace == SourcePace.Device && _options.Clock.Now - _openedAt > Stale.Ticks * 100) Source.Open();
        lock (_gate)
        {
            if (_isGivenUp || _isDisposed || _stop.IsSet) return false;
            _isStarted = true;
        }

        new Thread(Run) { Name = name, IsBackground = true }.Start();
        return true;
    }

    /// <summary>Stops the capture thread. Returns at once.</summary>
    public void RequestStop()
    {
        _stop.Set();
        lock (_gate)
        {
            if (_isFreed) return;
        }

        _userCode.Try(Source.Interrupt, "The source's interruption");
    }

    /// <summary>Waits for the end of the capture thread.</summary>
    /// <returns>Whether it ended in time, or was never started.</returns>
    public bool WaitForEnd(TimeSpan timeout) => !IsStarted || _ended.Task.Wait(timeout);

    /// <summary>Releases the readers although the capture thread was never started or hangs in a driver.</summary>
    public void Abandon()
    {
        lock (_gate) _isGivenUp = true;
        Ring.Complete();
        _ended.TrySetResult();
    }

    /// <summary>Ends the run and frees source and ring: at once, or when a capture thread that hangs in a driver returns.</summary>
    public void Dispose()
    {
        RequestStop();
        lock (_gate)
        {
            _isDisposed = true;
            if (_isStarted && !_isFinished) return;
        }

        Free();
    }

    private void Run()
    {
        try
        {
            var paced = Source.Pace != SourcePace.Free || _options.Pacing == Pacing.Clock;
            if (_options.RealTimePriority && paced) PriorityRefusal = RealTimePriority.TryRaise();
            while (Loop.Step())
            {
            }

            Loop.Finish();
        }
        catch (Exception e)
        {
            // An unexpected exception of the source ends the stream as failed, not the process.
            Loop.Fail(e);
        }

        _atEnd(this);
        _ended.TrySetResult();
        lock (_gate)
        {
            _isFinished = true;
            if (!_isDisposed) return;
        }

        Free();
    }

    private void Free()
    {
        lock (_gate)
        {
            if (_isFreed) return;
            _isFreed = true;
        }

        _userCode.Try(Source.Dispose, "The source's disposal");
        Ring.Dispose();
        _ended.TrySetResult();
    }
}

using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Rings;

namespace Continuo.Streams;

/// <summary>
/// A handler with its own thread (the pump) and its own cursor, so it cannot delay other consumers. Stays subscribed across stops and
/// starts of the stream until disposed. All members are thread-safe.
/// </summary>
/// <remarks>
/// Calls of the handler never overlap: a new run is delivered after the previous one. If several runs start meanwhile, only the newest is
/// delivered; the audio of the others is counted as <see cref="GapReason.Stopped"/>.
/// </remarks>
public sealed class Subscription : IDisposable
{
    internal static readonly RingReaderOptions DefaultOptions = new() { Name = "callback", Kind = "callback" };

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly AudioStream _stream;
    private readonly ChunkHandler _handler;
    private readonly MonotonicClock _clock;
    private readonly bool _isForOneRun;
    private readonly Action? _atEnd;
    private readonly UserCode _userCode;
    private readonly LogHistogram _captureToDelivery = new();
    private readonly LogHistogram _commitToDelivery = new();
    private readonly LogHistogram _handling = new();
    private readonly Lock _gate = new(); // guards the five fields below; held for nothing else
    private Delivery? _latest;
    private Delivery? _waiting;
    private bool _isPumping;
    private bool _isOver; // no further run is delivered
    private bool _isEnded;
    private volatile bool _disposed;

    internal Subscription(
        AudioStream stream,
        ChunkHandler handler,
        RingReaderOptions options,
        bool isForOneRun = false,
        Action? atEnd = null)
    {
        _stream = stream;
        _handler = handler;
        _clock = stream.Options.Clock;
        _isForOneRun = isForOneRun;
        _atEnd = atEnd;
        _userCode = new UserCode($"'{options.Name}' on '{stream.Name}'", stream.Options.Logger);
        _userCode.Faulted += (_, e) => _userCode.Raise(Faulted, this, e);
        Options = options;
    }

    /// <summary>Raised on the pump's thread when the handler throws for the first time.</summary>
    public event EventHandler<ExceptionEventArgs>? Faulted;

    /// <summary>Options of its reader. The name is also that of the thread.</summary>
    public RingReaderOptions Options { get; }

    /// <summary>Number of exceptions thrown by the handler or by handlers of <see cref="Faulted"/>.</summary>
    public long Faults => _userCode.Faults;

    /// <summary>The first exception thrown by the handler, with its stack trace; <see langword="null"/> if there was none.</summary>
    public Exception? FirstFault => _userCode.FirstFault;

    /// <summary>Statistics of the newest run: chunks read, lost by reason, and pending.</summary>
    public ReaderStatistics Statistics => Latest?.Reader.Statistics ?? default;

    /// <summary><see cref="RingReader.Id"/> of the reader of the newest run; 0 before the first.</summary>
    internal long ReaderId => Latest?.Reader.Ring.Id ?? 0;

    /// <summary>Lag as a duration of audio: the pending chunks.</summary>
    public TimeSpan Lag =>
        Latest?.Reader is { } reader ? reader.Format.ToTime(reader.Ring.Lag * reader.Ring.Ring.ChunkFrames) : TimeSpan.Zero;

    /// <summary>Number of wake-ups of the pump, and number of those that found audio.</summary>
    public (long All, long WithAudio) WakeUps =>
        Latest?.Reader is { } reader ? (reader.Ring.WakeUps, reader.Ring.WakeUpsWithAudio) : default;

    /// <summary>Histogram of the time from the capture of a chunk's first frame to the call of the handler, in nanoseconds.</summary>
    public HistogramSnapshot CaptureToDelivery => _captureToDelivery.Snapshot();

    /// <summary>Histogram of the time from the completion of a chunk to the call of the handler, in nanoseconds.</summary>
    public HistogramSnapshot CommitToDelivery => _commitToDelivery.Snapshot();

    /// <summary><see cref="CommitToDelivery"/> into a snapshot at hand.</summary>
    internal void CopyCommitToDelivery(HistogramSnapshot target) => _commitToDelivery.CopyTo(target);

    /// <summary>Histogram of the handler's run time, in nanoseconds.</summary>
    public HistogramSnapshot Handling => _handling.Snapshot();

    /// <summary>
    /// Completes when the handler has returned from its last call: after the end of the newest run, or after <see cref="Finish"/>. Never
    /// faults.
    /// </summary>
    public Task Drained => Latest?.Drained.Task ?? Task.CompletedTask;

    /// <summary>
    /// The pressure that was last reported, and when, by the stream's clock. Written by the health check, of which only one runs at a time.
    /// </summary>
    internal (Pressure Pressure, long At) ReportedPressure { get; set; } = (Pressure.None, long.MinValue / 2);

    /// <summary>The run that is being delivered; for the handler.</summary>
    internal long Run { get; private set; }

    /// <summary>
    /// Reads the rest of the run instead of the handler, on the pump's thread, with the handler's reader. Returns when the second argument
    /// returns <see langword="true"/>, or earlier. Set before the run, or by the handler. Must not throw.
    /// </summary>
    internal Action<RingReader, Func<bool>>? TakeOver { get; set; }

    /// <see cref="Drained"/> of a run and the runs before it; completed if a later run has begun.
    internal Task DrainedOf(long run) => Latest is { } latest && latest.Run <= run ? latest.Drained.Task : Task.CompletedTask;

    private Delivery? Latest
    {
        get
        {
            lock (_gate) return _latest;
        }
    }

    /// <summary>Delivers the audio captured until now, then ends the subscription. Later runs are not delivered.</summary>
    /// <returns><see cref="Drained"/>.</returns>
    public Task Finish()
    {
        Delivery? latest;
        bool isPumping;
        lock (_gate)
        {
            _isOver = true;
            (latest, isPumping) = (_latest, _isPumping);
        }

        if (latest is not null)
        {
            Interlocked.CompareExchange(ref latest.FinishAt, latest.Reader.Ring.Ring.Written, long.MaxValue);
            latest.Reader.Ring.CancelWait();
        }

        if (!isPumping) Dispose(); // no run is in progress, and none will follow
        return Drained;
    }

    /// <summary>
    /// Ends the subscription at once; pending chunks are counted as <see cref="GapReason.Stopped"/>. Does not wait for a handler that is
    /// running.
    /// </summary>
    public void Dispose()
    {
        Delivery? waiting, latest;
        bool isEnd;
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
            _isOver = true;
            (waiting, latest) = (_waiting, _latest);
            _waiting = null;
            isEnd = !_isPumping && !_isEnded;
            _isEnded |= isEnd;
        }

        _stream.Remove(this);
        waiting?.Close();
        latest?.Reader.Ring.CancelWait();
        Faulted = null;
        if (isEnd) _atEnd?.Invoke();
    }

    /// <summary>
    /// Opens the cursor on a run's ring; chunks written from now on are delivered. A run that was attached before, or an earlier one, is
    /// ignored.
    /// </summary>
    internal void Attach(StreamRun run)
    {
        var delivery = new Delivery(run.Number, new ChunkReader(run.Ring,
            Options with { Clock = _clock, Kind = Options.Kind == "other" ? "callback" : Options.Kind }, batch: 1));
        Delivery? left = null;
        var begins = false;
        lock (_gate)
        {
            if (_isOver || (_latest is { } latest && (_isForOneRun || latest.Run >= run.Number)))
            {
                left = delivery;
            }
            else
            {
                left = _waiting;
                _waiting = _latest = delivery;
                begins = !_isPumping;
                _isPumping = true;
            }
        }

        left?.Close();
        if (begins) new Thread(Pump) { Name = $"pump {Options.Name}", IsBackground = true }.Start();
    }

    private void Pump()
    {
        while (TakeWaiting() is { } delivery)
        {
            Run = delivery.Run;
            Deliver(delivery);
            delivery.Close();
        }

        if (_isEnded) _atEnd?.Invoke();
    }

    /// <summary>The run to deliver next; if there is none the pump ends, and so does the subscription if it is over.</summary>
    private Delivery? TakeWaiting()
    {
        lock (_gate)
        {
            var next = _waiting;
            _waiting = null;
            if (next is not null) return next;
            _isPumping = false;
            _isEnded = _isOver || _isForOneRun;
        }

        if (_isEnded) _stream.Remove(this);
        return null;
    }

    private void Deliver(Delivery delivery)
    {
        var reader = delivery.Reader;
        while (!IsOver(delivery))
        {
            if (TakeOver is { } takeOver)
            {
                takeOver(reader.Ring, () => IsOver(delivery));
                return;
            }

            var status = reader.Read(out var chunk, LongestWait);
            if (status == ReadStatus.End) return;
            if (status == ReadStatus.Chunk) Deliver(chunk);
        }
    }

    private bool IsOver(Delivery delivery) => _disposed || delivery.Reader.Ring.Cursor >= Volatile.Read(ref delivery.FinishAt);

    private void Deliver(in AudioChunk chunk)
    {
        var start = _clock.Now;
        _captureToDelivery.Record(Math.Max(0, start - chunk.CaptureTime));
        _commitToDelivery.Record(Math.Max(0, start - chunk.Header.CommitTime));
        try
        {
            _handler(chunk);
        }
        catch (Exception e)
        {
            _userCode.Count(e, "The handler"); // the next chunk is delivered nevertheless
        }

        _handling.Record(_clock.Now - start);
    }

    /// <summary>One run to deliver.</summary>
    private sealed class Delivery(long run, ChunkReader reader)
    {
        public long FinishAt = long.MaxValue;

        public long Run { get; } = run;

        public ChunkReader Reader { get; } = reader;

        public TaskCompletionSource Drained { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Called by the one thread that took it from the queue.</summary>
        public void Close()
        {
            Reader.Dispose();
            Drained.TrySetResult();
        }
    }
}

using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Rings;

namespace Continuo.Streams;

/// <summary>
/// A handler with a thread (the pump) and a cursor of its own: what it costs, it costs only itself. Lives across stops and
/// starts of its stream until it is disposed. All members are thread-safe.
/// </summary>
public sealed class Subscription : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly AudioStream _stream;
    private readonly ChunkHandler _handler;
    private readonly MonotonicClock _clock;
    private readonly LogHistogram _captureToDelivery = new();
    private readonly LogHistogram _commitToDelivery = new();
    private readonly LogHistogram _handling = new();
    private ChunkReader? _reader;
    private Thread? _pump;
    private TaskCompletionSource _drained = Completed();
    private long _finishAt = long.MaxValue;
    private long _faults;
    private Exception? _firstFault;
    private volatile bool _disposed;

    internal Subscription(AudioStream stream, ChunkHandler handler, SubscriptionOptions options, MonotonicClock clock)
    {
        _stream = stream;
        _handler = handler;
        _clock = clock;
        Options = options;
    }

    /// <summary>Raised on the pump's thread when the handler throws for the first time.</summary>
    public event EventHandler<ExceptionEventArgs>? Faulted;

    /// <summary>How it was set up.</summary>
    public SubscriptionOptions Options { get; }

    /// <summary>How often the handler has thrown.</summary>
    public long Faults => Volatile.Read(ref _faults);

    /// <summary>What it threw first, with its stack.</summary>
    public Exception? FirstFault => Volatile.Read(ref _firstFault);

    /// <summary>The books: chunks of this run, read, lost by reason, pending.</summary>
    public ReaderCounts Counts => _reader?.Counts ?? default;

    /// <summary>How long the oldest pending audio has waited, as a duration of audio.</summary>
    public TimeSpan Lag => _reader is { } reader ? reader.Format.ToTime(reader.Ring.Lag * reader.Ring.Ring.ChunkFrames) : TimeSpan.Zero;

    /// <summary>Wake-ups of the pump, and how many of them found audio.</summary>
    public (long All, long WithAudio) WakeUps => _reader is { } reader ? (reader.Ring.WakeUps, reader.Ring.WakeUpsWithAudio) : default;

    /// <summary>From the capture of a chunk's first frame to the call of the handler, in nanoseconds.</summary>
    public HistogramSnapshot CaptureToDelivery => _captureToDelivery.Snapshot();

    /// <summary>From the moment a chunk was complete to the call of the handler, in nanoseconds.</summary>
    public HistogramSnapshot CommitToDelivery => _commitToDelivery.Snapshot();

    /// <summary>How long the handler took, in nanoseconds.</summary>
    public HistogramSnapshot Handling => _handling.Snapshot();

    /// <summary>
    /// Completed when the handler has got everything of a run that ended, or everything before <see cref="Finish"/>, and has returned
    /// from its last call.
    /// </summary>
    public Task Drained => _drained.Task;

    /// <summary>Lets the handler get what has been captured until now, and nothing after.</summary>
    /// <returns><see cref="Drained"/>.</returns>
    public Task Finish()
    {
        if (_reader is { } reader)
        {
            Interlocked.CompareExchange(ref _finishAt, reader.Ring.Ring.Written, long.MaxValue);
            reader.Ring.CancelWait();
        }

        return Drained;
    }

    /// <summary>Ends the subscription at once; pending chunks are counted as <see cref="GapReason.Stopped"/>. Does not wait for a handler that is running.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _reader?.Ring.CancelWait();
        _stream.Remove(this);
        Faulted = null;
    }

    /// <summary>Opens the cursor on a new run's ring. What is written from now on will be delivered.</summary>
    internal void Attach(AudioRing ring)
    {
        if (_disposed) return;
        Volatile.Write(ref _finishAt, long.MaxValue);
        _drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _reader = new ChunkReader(ring, Options.Reader with { Clock = _clock }, batch: 1);
        _pump = new Thread(Pump) { Name = $"pump {Options.Name}", IsBackground = true };
        _pump.Start();
    }

    private void Pump()
    {
        var reader = _reader!;
        while (!_disposed && reader.Ring.Cursor < Volatile.Read(ref _finishAt))
        {
            var status = reader.Read(out var chunk, Patience);
            if (status == ReadStatus.End) break;
            if (status == ReadStatus.Chunk) Deliver(chunk);
        }

        reader.Dispose();
        _drained.TrySetResult();
    }

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
            // User code may throw anything; it is counted, the first is shown, and the next chunk is delivered all the same.
            Interlocked.Increment(ref _faults);
            if (Interlocked.CompareExchange(ref _firstFault, e, null) is null) Faulted?.Invoke(this, new ExceptionEventArgs(e));
        }

        _handling.Record(_clock.Now - start);
    }

    private static TaskCompletionSource Completed()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }
}

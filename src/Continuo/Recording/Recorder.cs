using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Live;
using Continuo.Rings;
using Continuo.Sinks;
using Continuo.Sources;
using Continuo.Streams;
using Microsoft.Extensions.Logging;

namespace Continuo.Recording;

/// <summary>
/// Writes one run of a stream to a sink on its own thread. Gaps are written as silence, so the recording keeps real time; a sink that
/// keeps timing (<see cref="IAudioSink.KeepsTiming"/>) receives them as gaps. Thread-safe.
/// </summary>
/// <remarks>
/// <para>A file, pipe or network sink receives all audio. A sink with its own clock (<see cref="IAudioSink.Output"/>, or detected by its
/// pace) receives a live stream through a <see cref="LiveInput"/> at a constant delay; otherwise it would stay behind after a stall.
/// Skipped audio is counted.</para>
/// <para>An exception of the sink ends the recording as failed. <see cref="Completion"/> always completes.</para>
/// </remarks>
public sealed partial class Recorder : IDisposable, IAsyncDisposable
{
    private const int MaxLoggedGaps = 1000;

    // How long a sink may still write after Dispose before it is interrupted.
    private static readonly TimeSpan WriteTimeout = AudioStream.StopBudget / 2;

    private readonly AudioStream _stream;
    private readonly IAudioSink _sink;
    private readonly string _description = "the sink";
    private readonly RecorderOptions _options;
    private readonly MonotonicClock _clock;
    private readonly PaceWatch? _pace; // of a sink that does not declare whether it has a clock
    private readonly RecordingWriter _writer;
    private readonly int _channels;
    private readonly Subscription _subscription;
    private readonly UserCode _userCode;
    private readonly TaskCompletionSource<RecordingResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<RecordedGap> _gapLog = []; // guarded by itself
    private LiveInput? _input;
    private long _chunks;
    private long _gaps;
    private AudioException? _failure;
    private float[] _lastChunk = [];
    private bool _heard;
    private volatile bool _done;
    private volatile bool _abandoned;
    private volatile bool _interrupted;

    private Recorder(AudioStream stream, IAudioSink sink, RecorderOptions options)
    {
        _stream = stream;
        _sink = sink;
        _options = options;
        _clock = stream.Options.Clock;
        _channels = stream.Format.Channels;
        ChunkFrames = stream.Run.Ring.ChunkFrames;
        _userCode = new UserCode($"the recording of '{stream.Name}'", stream.Options.Logger);
        bool inBatches;
        try
        {
            _sink.Open(stream.Format);
            _description = _sink.Description;
            _writer = new RecordingWriter(_sink, _channels, options.Frames ?? long.MaxValue);
            inBatches = _sink.Output is null && _sink.PrefersBatches;
        }
        catch
        {
            _userCode.Try(_sink.Dispose, "The sink's disposal");
            throw;
        }

        _subscription = new Subscription(stream, Write, options.ToReader(inBatches), isForOneRun: true, atEnd: Complete);
        try
        {
            if (IsLive(stream) && !_sink.KeepsTiming)
            {
                if (_sink.Output is not null) _subscription.TakeOver = WriteLive;
                else if (options.DetectsClock && !inBatches) _pace = new PaceWatch(stream.Format);
            }

            stream.Add(_subscription);
        }
        catch
        {
            Abandon(); // frees the sink as well
            throw;
        }
    }

    /// <summary>Number of frames written, including silence for gaps.</summary>
    public long Frames => _writer.Frames;

    /// <summary>The gaps so far, in order; the first 1000. A sink with its own clock has none here, see <see cref="Live"/>.</summary>
    public IReadOnlyList<RecordedGap> Gaps
    {
        get
        {
            lock (_gapLog) return [.. _gapLog];
        }
    }

    /// <summary>Statistics and latencies of the recorder's reader.</summary>
    public Subscription Subscription => _subscription;

    /// <summary>Frames per chunk of the stream.</summary>
    internal int ChunkFrames { get; }

    /// <summary>Number of chunks dropped before they were written: overrun, late or shed. Thread-safe.</summary>
    internal long DroppedChunks
    {
        get
        {
            var statistics = _subscription.Statistics;
            return statistics.Dropped - statistics.Stopped;
        }
    }

    /// <summary>
    /// Statistics of the live input, for a sink with its own clock; <see langword="null"/> for other sinks and until a clock is detected.
    /// </summary>
    public LiveInputStatistics? Live => Volatile.Read(ref _input)?.Statistics;

    /// <summary>Completes when the recording has ended and the sink has been finished and disposed. Never faults.</summary>
    public Task<RecordingResult> Completion => _completion.Task;

    /// <summary>
    /// Opens the sink and starts recording the current run. The recording ends with the run. To record from a stream's first frame, call
    /// this before <see cref="AudioStream.Start"/>.
    /// </summary>
    /// <param name="stream">The stream to record. Not owned.</param>
    /// <param name="sink">The sink, not yet opened. Owned by the recorder, which disposes it at the end of the recording or if this call
    /// throws.</param>
    /// <param name="options"><see langword="null"/> uses the defaults.</param>
    /// <exception cref="AudioException">The sink cannot be opened.</exception>
    /// <exception cref="ObjectDisposedException">The stream is disposed.</exception>
    public static Recorder Start(AudioStream stream, IAudioSink sink, RecorderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(sink);
        return new Recorder(stream, sink, options ?? new RecorderOptions());
    }

    /// <summary>Writes the audio captured until now and ends the recording.</summary>
    /// <param name="cancellation">Interrupts a sink that takes too long. The result then reports a failure; audio written before is
    /// kept.</param>
    public async Task<RecordingResult> FinishAsync(CancellationToken cancellation = default)
    {
        _ = _subscription.Finish();
        await using (cancellation.UnsafeRegister(static recorder => ((Recorder)recorder!).Interrupt(), this).ConfigureAwait(false))
        {
            return await Completion.ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Ends the recording at once and finishes the sink. If nothing was written, no file is left. Returns within
    /// <see cref="AudioStream.StopBudget"/>; a sink that takes longer is interrupted.
    /// </summary>
    public void Dispose()
    {
        Abandon();
        if (Completion.Wait(WriteTimeout)) return;
        Interrupt();
        Completion.Wait(AudioStream.StopBudget - WriteTimeout);
    }

    /// <summary>Asynchronous version of <see cref="Dispose"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        Abandon();
        if (await Task.WhenAny(Completion, Task.Delay(WriteTimeout)).ConfigureAwait(false) == Completion) return;
        Interrupt();
        await Task.WhenAny(Completion, Task.Delay(AudioStream.StopBudget - WriteTimeout)).ConfigureAwait(false);
    }

    /// <summary>
    /// Whether the stream continues whatever the sink does. The writer of a pipe, and a file that is read unpaced, wait for it.
    /// </summary>
    private static bool IsLive(AudioStream stream) => stream.Run.Source.Pace switch
    {
        SourcePace.Peer => false,
        SourcePace.Free => stream.Options.Pacing == Pacing.Clock,
        _ => true,
    };

    private void Abandon()
    {
        _abandoned = true;
        _writer.Cancel();
        _subscription.Dispose();
    }

    private void Interrupt()
    {
        _interrupted = true;
        _userCode.Try(_sink.Interrupt, "The sink's interruption");
    }

    private void Write(in AudioChunk chunk)
    {
        if (_done) return;
        try
        {
            _chunks++;
            if (!chunk.Gap.IsEmpty) Note(chunk.Gap);
            _heard |= chunk.Frames > 0 && (chunk.Header.Flags & ChunkFlags.Silent) == 0;
            _writer.Write(chunk);
            if (_writer.IsFull) _done = true;
            if (_pace?.Note(_clock.Now, chunk.Frames, _subscription.Lag) == true) FollowClock(chunk);
        }
        catch (Exception e)
        {
            Fail(e);
        }

        if (_done) _ = _subscription.Finish();
    }

    private void Note(Gap gap)
    {
        _gaps++;
        lock (_gapLog)
        {
            if (_gapLog.Count < MaxLoggedGaps) _gapLog.Add(new RecordedGap(_writer.Frames, gap.Frames, gap.Reason));
        }
    }

    /// <summary>The sink is paced by a clock: writes the rest of the run as to an output.</summary>
    private void FollowClock(in AudioChunk last)
    {
        _lastChunk = last.Samples.ToArray();
        _subscription.TakeOver = WriteLive;
        LogPaced(_stream.Options.Logger, _description, _subscription.Lag.TotalMilliseconds);
    }

    /// <summary>Writes the rest of the run at the sink's pace, with a constant delay.</summary>
    private void WriteLive(RingReader reader, Func<bool> isOver)
    {
        try
        {
            var options = _options.Live with { Clock = _clock, Frames = _writer.Left };
            using var input = LiveInput.Continue(_stream, reader, options, _lastChunk);
            Volatile.Write(ref _input, input);
            using var feed = new OutputFeed(input, _sink, _clock, reader.Ring.ChunkFrames);
            var (before, left) = (_writer.Frames, long.MaxValue);
            while (!_abandoned && !input.HasEnded && left > 0)
            {
                // audio captured before the stop is still to be written
                if (left == long.MaxValue && isOver()) left = input.Format.ToFrames(input.Statistics.Delay);
                var written = feed.Step();
                _heard |= written.ContainsAnyExcept(0f);
                if (left != long.MaxValue) left -= Math.Max(1, written.Length / _channels);
                _writer.Frames = before + input.Statistics.Frames + input.Statistics.ConcealedFrames;
            }

            var statistics = input.Statistics;
            _gaps += statistics.Underruns + statistics.Jumps;
            _writer.GapFrames += statistics.ConcealedFrames;
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    private void Fail(Exception fault)
    {
        _failure ??= fault switch
        {
            AudioException failure => failure,
            OperationCanceledException when _interrupted =>
                new AudioException(AudioErrorCode.TimedOut, _description, "it took too long and was interrupted",
                    "Audio written before is kept", fault),
            _ =>
                new AudioException(AudioErrorCode.InputOutput, _description, fault.Message.TrimEnd('.'), "Audio written before is kept",
                    fault),
        };
        _done = true;
    }

    [LoggerMessage(Level = LogLevel.Information,
        Message = "{Sink} is paced by a clock and is {Lag:0} ms behind: from now on the delay is constant, and older audio is skipped.")]
    private static partial void LogPaced(ILogger logger, string sink, double lag);

    /// <summary>Finishes the sink. Called once, after the last write, by the writing thread.</summary>
    private void Complete()
    {
        var dropped = DroppedChunks;
        try
        {
            // An empty recording is a result only if the source ended normally without a frame.
            var isResult = _failure is null && !_abandoned && _stream.Health != StreamHealth.Failed;
            if (_writer.Frames > 0 || isResult) _sink.Finish();
        }
        catch (Exception e)
        {
            Fail(e);
        }

        _userCode.Try(_sink.Dispose, "The sink's disposal");
        _completion.TrySetResult(
            new RecordingResult(_writer.Frames, _chunks, dropped, _gaps, _writer.GapFrames, _failure) { HeardNothing = !_heard });
    }
}

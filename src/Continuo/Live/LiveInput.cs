using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Dsp;
using Continuo.Mixing;
using Continuo.Rings;
using Continuo.Streams;

namespace Continuo.Live;

/// <summary>
/// Connects a live stream to a consumer with its own clock: an output, a mixer or a sender. Reads the stream's ring with a lag of at most
/// <see cref="LiveInputOptions.MaxLag"/> and matches the source's clock to the consumer's.
/// <code>
/// using var input = LiveInput.Open(stream, AudioFormat.Default);
/// while (plays) { input.Read(block); device.Write(block); }
/// </code>
/// </summary>
/// <remarks>
/// <para>The delay from capture to playback is held at its target. Drift is removed by resampling, a small excess by a slightly higher
/// speed, a large excess by a jump with a cross-fade of 5 ms. Missing audio is concealed by a fade of 5 ms and counted by reason. The
/// input follows restarts of the stream.</para>
/// <para>One thread reads; <see cref="Statistics"/> is thread-safe. Reading never waits and allocates nothing; real-time-safe.</para>
/// </remarks>
public sealed class LiveInput : IPulledSource, IDisposable
{
    private const int MaxPieceFrames = 4096;

    private readonly AudioStream _stream;
    private readonly LiveInputOptions _options;
    private readonly TrackInput _concealment;
    private readonly SeqLock<LiveInputStatistics> _statistics = new();
    private readonly Lock _control = new(); // for controlling threads only
    private readonly float[] _piece;
    private readonly LogHistogram _delays = new();
    private long _left; // frames until the requested end
    private LiveInputStatistics _before; // of the runs that have ended
    private StreamRun? _attached; // the latest
    private LiveRun? _run; // owned by the consuming thread
    private LiveRun? _next; // handed from the controlling thread to the consuming thread
    private LiveRun? _retired; // handed back
    private bool _isDisposed;

    private LiveInput(AudioStream stream, AudioFormat format, LiveInputOptions options, bool fadeIn = true)
    {
        options.Validate();
        (_stream, _options, Format) = (stream, options, format);
        _concealment = new TrackInput(format.Channels, format.Channels, MaxPieceFrames, Fade.Falling(Fade.FramesAt(format.SampleRate)),
            fadeIn);
        _piece = new float[MaxPieceFrames * format.Channels];
        _left = options.Frames ?? long.MaxValue;
    }

    /// <summary>The consumer's format: sample rate and channels of the audio read.</summary>
    public AudioFormat Format { get; }

    /// <summary>The stream's name.</summary>
    public string Name => _stream.Name;

    /// <summary>Statistics as of the last read. Thread-safe.</summary>
    public LiveInputStatistics Statistics => _statistics.Get();

    /// <summary>Histogram of the delay from capture to playback, one value per read, in nanoseconds. Thread-safe; allocates.</summary>
    public HistogramSnapshot CaptureToEar => _delays.Snapshot();

    /// <summary>Why the current run of the stream cannot be read; <see langword="null"/> if it can. Thread-safe.</summary>
    public AudioException? Failure { get; private set; }

    /// <summary>Whether the stream's run has ended and all its audio was delivered. Thread-safe; real-time-safe.</summary>
    [RealTime]
    public bool HasEnded => Volatile.Read(ref _hasEnded) && (_left == 0 || Volatile.Read(ref _next) is null);

    private bool _hasEnded;

    /// <summary>Opens an input on a stream. It starts with the audio that is in the ring now.</summary>
    /// <param name="stream">The stream. Not owned. It may be started before or after this call, and restarted.</param>
    /// <param name="format">The consumer's sample rate and channels.</param>
    /// <param name="options"><see langword="null"/>: <see cref="LiveInputOptions.Default"/>.</param>
    /// <exception cref="AudioException">An option is out of range, or the sample rates differ and the options have no rate
    /// converter.</exception>
    public static LiveInput Open(AudioStream stream, AudioFormat format, LiveInputOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var input = new LiveInput(stream, format, options ?? LiveInputOptions.Default);
        try
        {
            stream.Follow(input.Attach);
            if (input.Failure is { } failure) throw failure;
            return input;
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }

    /// <summary>Continues one run of a stream where another consumer of the same reader stopped, without a click.</summary>
    /// <param name="stream">A stream whose capture times come from a clock.</param>
    /// <param name="reader">
    /// A reader on the run's ring, which is followed to its end. Not owned; from now on used only by this input.
    /// </param>
    /// <param name="options">Options.</param>
    /// <param name="heard">The last frames that were heard, to fade out from; empty if there are none.</param>
    internal static LiveInput Continue(AudioStream stream, RingReader reader, LiveInputOptions options, ReadOnlySpan<float> heard)
    {
        var format = reader.Ring.Format;
        var input = new LiveInput(stream, format, options, fadeIn: heard.IsEmpty);
        input._next = new LiveRun(reader.Ring, isTimed: true, format, options, reader);
        heard = heard[^Math.Min(heard.Length, MaxPieceFrames * format.Channels)..];
        if (heard.IsEmpty) return input;
        input._concealment.Deliver(heard);
        input._concealment.Complete(heard.Length / format.Channels);
        input._concealment.Break();
        return input;
    }

    /// <summary>Fills <paramref name="output"/> with the audio due now; see <see cref="Read(Span{float}, long, long)"/>.</summary>
    [RealTime]
    public void Read(Span<float> output)
    {
        var now = _options.Clock.Now;
        Read(output, now, now);
    }

    /// <summary>Fills a block with the audio due at a given time. Missing audio is concealed.</summary>
    /// <param name="output">Frames × channels of <see cref="Format"/>, interleaved. Overwritten completely.</param>
    /// <param name="time">Playback time of the first frame, in nanoseconds of <see cref="ClockedOptions.Clock"/>: <paramref name="now"/>
    /// plus the latency of the output.</param>
    /// <param name="now">Current time, at most <paramref name="time"/>.</param>
    [RealTime]
    public void Read(Span<float> output, long time, long now)
    {
        var (channels, rate) = (Format.Channels, Format.SampleRate);
        while (output.Length >= channels)
        {
            var frames = Math.Min(output.Length / channels, MaxPieceFrames);
            var piece = _piece.AsSpan(0, frames * channels);
            var read = Take(piece, time, now);
            _concealment.Deliver(piece[..(read * channels)]);
            if (read < frames && HasEnded) _concealment.End();
            if (_concealment.Complete(frames)) Copy(output[..(frames * channels)]);
            else output[..(frames * channels)].Clear();
            output = output[(frames * channels)..];
            time += (long)(frames * 1e9 / rate);
        }
    }

    /// <summary>
    /// Pauses the input: audio that arrives until the next read is skipped. Call from the consuming thread; real-time-safe.
    /// </summary>
    [RealTime]
    public void Pause() => _run?.Pause();

    /// <summary>Closes the input. Must not be called during a read.</summary>
    public void Dispose()
    {
        lock (_control)
        {
            if (_isDisposed) return;
            _isDisposed = true;
        }

        _stream.Unfollow(Attach);
        Interlocked.Exchange(ref _next, null)?.Dispose();
        Interlocked.Exchange(ref _retired, null)?.Dispose();
        Interlocked.Exchange(ref _run, null)?.Dispose();
    }

    /// <summary>
    /// Reads the available frames without concealment, for a mixer track that conceals gaps itself. After a short read, the next frames
    /// do not continue the previous ones. Use instead of <see cref="Read(Span{float}, long, long)"/>, on the same thread; real-time-safe.
    /// </summary>
    /// <param name="samples">Frames × channels of <see cref="Format"/>, interleaved.</param>
    /// <param name="time">Playback time of the first frame, in nanoseconds of <see cref="ClockedOptions.Clock"/>.</param>
    /// <param name="now">Current time, at most <paramref name="time"/>.</param>
    /// <returns>Number of frames written, from the start of <paramref name="samples"/>.</returns>
    [RealTime]
    public int Take(Span<float> samples, long time, long now)
    {
        if (_run is null or { IsOver: true }) SwitchRun();
        if (_run is not { } run || _left == 0) return 0;
        var wanted = (int)Math.Min(samples.Length / Format.Channels, _left);
        var read = run.Take(samples[..(wanted * Format.Channels)], time, now);
        if (run.HasBegun || _before.Frames > 0) _left -= wanted;
        var isOver = run.IsOver || _left == 0;
        Volatile.Write(ref _hasEnded, isOver);
        var statistics = run.AddTo(_before) with
        {
            State = isOver ? LiveState.Ended : read == wanted ? LiveState.Flowing : run.HasBegun ? LiveState.Concealing : LiveState.Waiting,
        };
        _statistics.Set(statistics);
        if (read > 0) _delays.Record(statistics.Delay.Ticks * 100);
        return read;
    }

    [RealTime]
    private void SwitchRun()
    {
        if (Volatile.Read(ref _next) is null || Interlocked.Exchange(ref _next, null) is not { } next) return;
        if (_run is { } old)
        {
            // At most one run waits to be freed: the controlling thread frees it before it hands over the next.
            _before = old.AddTo(_before);
            Volatile.Write(ref _retired, old);
        }

        _run = next;
        Volatile.Write(ref _hasEnded, false);
    }

    [RealTime]
    private unsafe void Copy(Span<float> output) => new ReadOnlySpan<float>(_concealment.Samples, output.Length).CopyTo(output);

    /// <summary>A run of the stream begins. Called on the thread that starts the stream.</summary>
    private void Attach(StreamRun run)
    {
        lock (_control)
        {
            if (_isDisposed || run == _attached) return;
            _attached = run;
            Interlocked.Exchange(ref _retired, null)?.Dispose();
            try
            {
                var next = new LiveRun(run.Ring, run.Source.Pace != Sources.SourcePace.Peer, Format, _options);
                Interlocked.Exchange(ref _next, next)?.Dispose(); // a run that was never taken up
                Failure = null;
            }
            catch (AudioException e)
            {
                Failure = e;
            }
        }
    }
}

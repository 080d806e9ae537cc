using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Rings;

namespace Continuo.Live;

/// <summary>
/// One run of a stream within a <see cref="LiveInput"/>: the cursor on the run's ring, and the conversion of its chunks for the consumer.
/// Created by a controlling thread; used only by the consuming thread, which frees nothing.
/// </summary>
internal sealed class LiveRun : IDisposable
{
    private const int TailFrames = FractionalResampler.DelayFrames; // silence after the end, which the filter needs

    private readonly RingReader _reader;
    private readonly bool _ownsReader;
    private readonly RateMatcher _matcher;
    private readonly ChannelMapper? _mapper;
    private readonly IRateConverter? _converter;
    private readonly DelayLockedLoop? _arrivals; // for a source whose frames have no times
    private readonly AudioFormat _input;
    private readonly AudioFormat _output;
    private readonly float[] _chunk;
    private readonly float[] _mapped;
    private readonly float[] _converted;
    private readonly long _historyChunks;
    private readonly long _maxLagChunks; // for a shared reader, which has no limit of its own
    private readonly long[] _lost = new long[(int)GapReason.Outage + 1]; // frames of the stream, by reason
    private long _fed; // frames written to the converter
    private long _given; // frames read from the converter
    private long _lastEnd; // capture time of the frame after the last
    private long _lastArrival;
    private long _concealed;
    private bool _isPaused;
    private bool _isComplete;

    /// <param name="ring">The run's ring.</param>
    /// <param name="isTimed">Whether capture times come from a clock rather than from a pipe.</param>
    /// <param name="output">The consumer's format.</param>
    /// <param name="options">The input's options.</param>
    /// <exception cref="AudioException">The rates differ and there is no rate converter.</exception>
    /// <param name="shared">A reader to continue with, not owned; <see langword="null"/>: the run opens its own.</param>
    public LiveRun(AudioRing ring, bool isTimed, AudioFormat output, LiveInputOptions options, RingReader? shared = null)
    {
        (_input, _output) = (ring.Format, output);
        if (_input.SampleRate != _output.SampleRate) _converter = CreateConverter(options);
        try
        {
            _reader = shared
                ?? ring.OpenReader(
                    new RingReaderOptions
                    {
                        Name = "live input",
                        Kind = "player",
                        MaxLag = options.MaxLag,
                        History = options.MaxLag,
                        Clock = options.Clock,
                    });
        }
        catch
        {
            _converter?.Dispose();
            throw;
        }

        _ownsReader = shared is null;
        _maxLagChunks = Math.Max(1, (long)Math.Ceiling(options.MaxLag.TotalSeconds * _input.SampleRate / ring.ChunkFrames));
        _historyChunks = (long)Math.Ceiling(options.MaxLag.TotalSeconds * _input.SampleRate / ring.ChunkFrames / 2);
        _matcher = new RateMatcher(output, options.ToMatcher());
        if (!isTimed) _arrivals = new DelayLockedLoop(_input.SampleRate);
        if (_input.Channels != _output.Channels) _mapper = new ChannelMapper(_input.Channels, _output.Channels);
        _chunk = GC.AllocateArray<float>(ring.ChunkFrames * _input.Channels, pinned: true);
        _mapped = new float[_mapper is null ? 0 : ring.ChunkFrames * _output.Channels];
        var longest = _converter is null ? 0 : (int)Math.Ceiling(ring.ChunkFrames * (double)_output.SampleRate / _input.SampleRate) + 64;
        _converted = new float[longest * _output.Channels];
    }

    /// <summary>Whether the run has ended and all of its audio was delivered.</summary>
    [RealTime]
    public bool IsOver { get; private set; }

    /// <summary>Whether any frame was delivered.</summary>
    [RealTime]
    public bool HasBegun => Frames > 0;

    /// <summary>Frames delivered.</summary>
    [RealTime]
    public long Frames { get; private set; }

    /// <summary>
    /// Delivers as many frames as are available, from the beginning of <paramref name="samples"/>. After a shorter delivery the next frames
    /// are not contiguous.
    /// </summary>
    [RealTime]
    public int Take(Span<float> samples, long time, long now)
    {
        if (IsOver) return 0;
        Drain();
        var read = _matcher.Read(samples, time, now);
        Frames += read;
        if (!_isComplete) _concealed = _matcher.Statistics.Missing;
        else IsOver = _matcher.WaitingFrames < 1 || _matcher.HasPassed(time);
        return read;
    }

    /// <summary>The consumer stops reading for a while; audio that arrives meanwhile is skipped.</summary>
    [RealTime]
    public void Pause() => _isPaused = true;

    /// <summary>Adds this run's statistics to those of earlier runs. Call from the consuming thread.</summary>
    [RealTime]
    public LiveInputStatistics AddTo(in LiveInputStatistics before)
    {
        var counts = _matcher.Statistics;
        var scale = (double)_output.SampleRate / _input.SampleRate;
        return new LiveInputStatistics
        {
            Target = Time(_matcher.TargetFrames),
            Delay = Time(_matcher.DelayFrames),
            Arrival = Time(_matcher.ArrivalFrames),
            DriftPpm = _matcher.DriftPpm,
            Stage = _matcher.Stage,
            Runs = before.Runs + 1,
            Frames = before.Frames + Frames,
            ConcealedFrames = before.ConcealedFrames + _concealed,
            Underruns = before.Underruns + counts.Underruns,
            Jumps = before.Jumps + counts.Jumps,
            SkippedFrames = before.SkippedFrames + counts.Skipped,
            LateFrames = before.LateFrames + Lost(GapReason.Late, scale),
            OverrunFrames = before.OverrunFrames + Lost(GapReason.Overrun, scale),
            ShedFrames = before.ShedFrames + Lost(GapReason.Shed, scale),
            DeviceFrames = before.DeviceFrames + Lost(GapReason.Device, scale),
            OutageFrames = before.OutageFrames + Lost(GapReason.Outage, scale),
        };
    }

    /// <summary>Closes the reader and frees the converter. Must not be called while the consumer uses the run.</summary>
    public void Dispose()
    {
        if (_ownsReader) _reader.Dispose();
        _converter?.Dispose();
    }

    private IRateConverter CreateConverter(LiveInputOptions options) => options.CreateConverter is { } create
        ? create(_input.SampleRate, _output.SampleRate, _output.Channels)
        : throw new AudioException(
            AudioErrorCode.Unsupported,
            $"a stream of {_input}",
            $"the consumer uses {_output}, and there is no rate converter",
            "Open the stream with the consumer's rate (StreamOptions.SampleRate), "
                + "or use LiveInputOptions.WithResampling() of Continuo.Codecs");

    [RealTime]
    private TimeSpan Time(double frames) => TimeSpan.FromTicks((long)(frames * TimeSpan.TicksPerSecond / _output.SampleRate));

    [RealTime]
    private long Lost(GapReason reason, double scale) => (long)(_lost[(int)reason] * scale);

    /// <summary>Reads all chunks that are in the ring.</summary>
    [RealTime]
    private void Drain()
    {
        if (_isPaused)
        {
            // The newest audio is kept, so that reading can continue at once.
            _isPaused = false;
            _reader.Shed(_reader.Available - _historyChunks);
        }

        if (!_ownsReader) _reader.SkipToLag(_maxLagChunks);
        while (!_isComplete)
        {
            var status = _reader.TryRead(_chunk, out var header, out var gap);
            if (status == ReadStatus.Empty) return;
            if (status == ReadStatus.End) Complete();
            else Take(header, gap);
        }
    }

    [RealTime]
    private void Take(in ChunkHeader header, in Gap gap)
    {
        if (gap.Frames > 0) _lost[(int)gap.Reason] += gap.Frames;
        if (!gap.IsEmpty || (header.Flags & ChunkFlags.Discontinuity) != 0) _matcher.Break();
        var captured = _arrivals is null ? header.CaptureTime : CapturedByArrival(header, !gap.IsEmpty);
        var arrived = Math.Max(header.CommitTime, captured);
        ReadOnlySpan<float> samples = _chunk.AsSpan(0, header.Frames * _input.Channels);
        if (_mapper is not null)
        {
            var frames = _mapper.Map(samples, _mapped);
            samples = _mapped.AsSpan(0, frames * _output.Channels);
        }

        _lastEnd = captured + _input.ToNanoseconds(header.Frames);
        _lastArrival = arrived;
        if (_converter is null) _matcher.Write(samples, captured, arrived);
        else Convert(samples, captured, arrived);
    }

    [RealTime]
    private void Convert(ReadOnlySpan<float> samples, long captured, long arrived)
    {
        var (anchor, channels) = (_fed, _output.Channels);
        while (samples.Length > 0)
        {
            _converter!.Process(samples, _converted, out var read, out var written);
            _fed += read;
            samples = samples[(read * channels)..];
            if (written > 0)
            {
                // Position of the first output frame, relative to the chunk's first input frame; small enough that a double holds it to the
                // nanosecond.
                var frames = (double)_given * _input.SampleRate / _output.SampleRate - anchor;
                _matcher.Write(_converted.AsSpan(0, written * channels), captured + (long)(frames * 1e9 / _input.SampleRate), arrived);
                _given += written;
            }
            else if (read == 0)
            {
                return;
            }
        }
    }

    /// <summary>Frames from a pipe have no times: they are assumed to be captured at the mean rate at which they arrive.</summary>
    [RealTime]
    private long CapturedByArrival(in ChunkHeader header, bool isBreak)
    {
        var end = header.Position + header.Frames;
        if (_lastArrival == 0 || isBreak) _arrivals!.Reset(end, header.CommitTime);
        else _arrivals!.Update(end, header.CommitTime);
        return Math.Min(_arrivals.TimeOf(header.Position), header.CommitTime);
    }

    /// <summary>No more audio follows: the last frames are followed by silence.</summary>
    [RealTime]
    private void Complete()
    {
        _isComplete = true;
        if (_matcher.Statistics.Written == 0)
        {
            IsOver = true;
            return;
        }

        Span<float> silence = stackalloc float[TailFrames * AudioFormat.MaxChannels];
        silence = silence[..(TailFrames * _output.Channels)];
        silence.Clear();
        _matcher.Write(silence, _lastEnd, Math.Max(_lastArrival, _lastEnd));
        _matcher.Break();
    }
}

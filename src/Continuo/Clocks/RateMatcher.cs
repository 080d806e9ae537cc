using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Dsp;

namespace Continuo.Clocks;

/// <summary>
/// Transfers audio between two clocks: written by one, read by the other. Holds the delay at its target without dropping or repeating
/// frames: the rate difference is learnt and removed by resampling.
/// </summary>
/// <remarks>
///  The delay is measured from times, not from the fill level: a count of whole blocks jumps, and its beat with the drift would be audible.
/// Each capture time is extrapolated at the writer's speed; the distance from there to the read position is the delay. Not thread-safe (an
/// <see cref="Rings.AudioRing"/> transfers audio between threads). All but the constructor is real-time-safe.
/// </remarks>
internal sealed class RateMatcher
{
    private const double JumpSeconds = 0.5; // an excess is corrected if it lasts this long, in audio read
    private const double BreakSeconds = 0.05;
    private const double PauseSeconds = 0.002; // after an underrun, a pause of this length is enough to measure the writer's speed again
    private const double ReachSeconds = 1; // the longest reach is taken over the last one to two periods of this length
    private const double SlackSeconds = 0.002; // a target that exceeds the need by more than this is lowered
    private const double LoweringPpm = 300; // inaudible
    private const long NoBreak = long.MaxValue;

    private readonly RateMatcherOptions _options;
    private readonly FractionalResampler _resampler;
    private readonly DriftServo _servo;
    private readonly int _channels;
    private readonly int _rate;
    private readonly WriterClock _writer;
    private long _shift; // added to capture times
    private readonly float[] _tail; // audio read before a jump, to fade out from
    private readonly float[] _weights; // of a fade-out
    private double _reach; // how long before the frame that is heard its frames must have been written
    private double _reachBefore;
    private double _need; // what the current read needs after its position
    private long _reachFrames;
    private int _tailFrames;
    private int _tailAt;
    private bool _isLowering;
    private long _break = NoBreak;
    private bool _locked; // the read position has been set by time
    private bool _begun;
    private long _excessFrames;
    private long _skipped, _missing, _underruns, _jumps;

    /// <summary>Allocates for the maximum delay plus one second.</summary>
    /// <param name="format">Format of both sides; the rate is nominal.</param>
    /// <param name="options"><see langword="null"/>: <see cref="RateMatcherOptions.Default"/>.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if an option is out of range.</exception>
    public RateMatcher(AudioFormat format, RateMatcherOptions? options = null)
    {
        _options = options ?? RateMatcherOptions.Default;
        _options.Validate();
        (_channels, _rate) = (format.Channels, format.SampleRate);
        _writer = new WriterClock(format.SampleRate);
        _resampler = new FractionalResampler(format.Channels, (int)format.ToFrames(_options.MaxDelay) + format.SampleRate);
        _servo = new DriftServo(format.SampleRate);
        _reach = FractionalResampler.DelayFrames + FramesOf(_options.FirstLead);
        var fade = Fade.FramesAt(_rate);
        _tail = new float[fade * _channels];
        _weights = Fade.Falling(fade);
    }

    /// <summary>Target delay from a frame's capture to its read, in frames.</summary>
    [RealTime]
    public double TargetFrames { get; private set; }

    /// <summary>Delay at the last read, in frames.</summary>
    [RealTime]
    public double DelayFrames { get; private set; }

    /// <summary>Longest recent time from the capture of a block's first frame to its arrival, in frames.</summary>
    [RealTime]
    public double ArrivalFrames => _writer.ArrivalFrames;

    /// <summary>Rate difference of the writer's clock in parts per million; positive if it is faster than the reader's.</summary>
    [RealTime]
    public double DriftPpm => _servo.DriftPpm;

    /// <summary>Current stage of the servo.</summary>
    [RealTime]
    public ServoStage Stage => _servo.Stage;

    /// <summary>Current speed in frames written per frame read.</summary>
    [RealTime]
    public double Speed => _servo.Speed;

    /// <summary>Number of frames waiting to be read.</summary>
    [RealTime]
    public double WaitingFrames => _resampler.Written - _resampler.Position;

    /// <summary>Statistics.</summary>
    [RealTime]
    public RateMatcherStatistics Statistics => new(_resampler.Written, _skipped, _missing, _underruns, _jumps);

    /// <summary>Writes frames. A step of more than 50 ms in their times is treated as a <see cref="Break"/>.</summary>
    /// <param name="samples">Frames × channels, interleaved.</param>
    /// <param name="captureTime">
    /// Capture time of the first frame in nanoseconds. If the very first frames took longer to arrive than the maximum delay, that time is
    /// subtracted from all delays.
    /// </param>
    /// <param name="arrivalTime">
    /// When the frames became available, in nanoseconds of the same clock; not before the last of them was captured.
    /// </param>
    [RealTime]
    public void Write(ReadOnlySpan<float> samples, long captureTime, long arrivalTime)
    {
        var frames = samples.Length / _channels;
        var lost = frames - _resampler.Room;
        if (lost > 0)
        {
            // Nothing was read for a second: drop the oldest.
            _skipped += lost;
            _resampler.SkipTo(_resampler.Position + lost);
        }

        if (_resampler.Written == 0) AlignFirst(frames, captureTime, arrivalTime);
        captureTime += _shift;
        var step = Math.Abs(_resampler.Written - _writer.FrameAt(captureTime));
        if (step > BreakSeconds * _rate) Break();
        if (_break == _resampler.Written || (!_locked && step > PauseSeconds * _rate)) _writer.Restart(_resampler.Written, captureTime);
        _writer.Note(_resampler.Written, captureTime, arrivalTime);
        _resampler.Write(samples);
    }

    /// <summary>Marks a discontinuity: frames written next are read at their own time, after the frames before the break.</summary>
    [RealTime]
    public void Break()
    {
        if (_break == _resampler.Written) return;
        if (_break != NoBreak) Skip(_break); // two breaks at once: keep only the audio after the first
        _break = _resampler.Written;
    }

    /// <summary>Reads frames that are heard, or otherwise used, at once.</summary>
    /// <param name="samples">Receives frames × channels, interleaved.</param>
    /// <param name="time">When the first frame is needed, in nanoseconds of the capture clock.</param>
    /// <returns>
    /// Number of frames read. If fewer than requested (at the start, at a break, when the writer is late), the next read is not contiguous.
    /// </returns>
    [RealTime]
    public int Read(Span<float> samples, long time) => Read(samples, time, time);

    /// <summary>
    /// Reads frames ahead of the time at which they are heard, for an output that buffers. The delay is that of the frame that is heard, so
    /// the output's fill level may vary; the longest lead of the last one to two seconds is part of the target.
    /// </summary>
    /// <param name="samples">Receives frames × channels, interleaved.</param>
    /// <param name="time">When the first frame is heard, in nanoseconds of the capture clock.</param>
    /// <param name="now">Current time; not after <paramref name="time"/>.</param>
    /// <returns>As <see cref="Read(Span{float}, long)"/>.</returns>
    [RealTime]
    public int Read(Span<float> samples, long time, long now)
    {
        var frames = samples.Length / _channels;
        samples = samples[..(frames * _channels)];
        NoteReach(frames, time - now);
        if (_break != NoBreak && _locked) FadeOverBreak(time);
        if (!_locked && !TryBegin(time)) return Miss(frames);
        var read = _break == NoBreak ? ReadOn(samples, time) : ReadToBreak(samples);
        FadeTail(samples[..(read * _channels)]);
        return read;
    }

    /// <summary>
    /// Updates the reach, which is how long before a frame is heard it must have been written: the block, the filter's frames after it, and
    /// the lead of the read.
    /// </summary>
    [RealTime]
    private void NoteReach(int frames, long lead)
    {
        _need = FractionalResampler.DelayFrames + 1 + frames * (1 + FractionalResampler.MaxPpm * 1e-6);
        var reach = _need + Math.Max(0, lead) * 1e-9 * _rate;
        _reach = Math.Max(_reach, reach);
        _reachFrames += frames;
        if (_reachFrames < ReachSeconds * _rate) return;
        (_reachBefore, _reach, _reachFrames) = (_reach, reach, 0);
    }

    /// <summary>Whether all frames written are past their time at the target delay.</summary>
    [RealTime]
    internal bool HasPassed(long time) => _writer.FrameAt(time) - TargetFrames >= _resampler.Written;

    [RealTime]
    private int ReadOn(Span<float> samples, long time)
    {
        var frames = samples.Length / _channels;
        DelayFrames = _writer.FrameAt(time) - _resampler.Position;
        LowerTarget(frames);
        var excess = DelayFrames - TargetFrames;
        if (StaysTooLong(excess, frames))
        {
            _jumps++;
            KeepTail(_resampler.Written);
            _locked = false;
            if (!TryBegin(time)) return Miss(frames);
            excess = 0;
        }

        var read = _resampler.Read(samples, _servo.Speed, _servo.Update(excess, frames));
        if (read == frames) return read;

        // The writer is late. The next frames are read at their time, at the delay that would have sufficed.
        _underruns++;
        _missing += frames - read;
        _locked = false;
        return read;
    }

    /// <summary>Reads up to a break at the learnt speed, because the writer's clock now describes the time after the break.</summary>
    [RealTime]
    private int ReadToBreak(Span<float> samples)
    {
        var speed = 1 + _servo.DriftPpm * 1e-6;
        var frames = samples.Length / _channels;
        var left = (int)Math.Min(frames, (_break - _resampler.Position) / speed);
        var read = _resampler.Read(samples[..(Math.Max(0, left) * _channels)], speed, speed);
        if (read == frames) return read;
        Skip(_break);
        _missing += frames - read;
        _locked = false;
        return read;
    }

    /// <summary>
    /// If the audio after a break is already due, there is no time left for the audio before it: cross-fades between the two.
    /// </summary>
    [RealTime]
    private void FadeOverBreak(long time)
    {
        var place = _writer.FrameAt(time) - ShortestTarget;
        if (place < _break || place + _need > _resampler.Written) return;
        KeepTail(_break);
        _locked = false;
    }

    /// <summary>Lowers a target that is longer than the blocks need: slowly, or at once if it is far too long.</summary>
    [RealTime]
    private void LowerTarget(int frames)
    {
        var shortest = ShortestTarget;
        var slack = TargetFrames - shortest;
        if (slack > FramesOf(_options.MaxExcess)) TargetFrames = shortest;
        else if (_isLowering || slack > SlackSeconds * _rate)
        {
            TargetFrames = Math.Max(Math.Min(shortest, TargetFrames), TargetFrames - frames * LoweringPpm * 1e-6);
            _isLowering = TargetFrames > shortest;
        }
    }

    /// <summary>Keeps the beginning of the audio that would have followed, up to a frame.</summary>
    [RealTime]
    private void KeepTail(double end)
    {
        var frames = (int)Math.Min(_weights.Length, end - _resampler.Position - 1);
        _tailFrames = frames <= 0 ? 0 : _resampler.Read(_tail.AsSpan(0, frames * _channels), 1, 1);
        _tailAt = 0;
    }

    /// <summary>Fades from the kept tail to the audio read.</summary>
    [RealTime]
    private void FadeTail(Span<float> samples)
    {
        for (var at = 0; at < samples.Length && _tailAt < _tailFrames; at += _channels, _tailAt++)
        {
            var weight = _weights[_tailAt * _weights.Length / _tailFrames];
            for (var channel = 0; channel < _channels; channel++)
            {
                ref var sample = ref samples[at + channel];
                sample += (_tail[_tailAt * _channels + channel] - sample) * weight;
            }
        }
    }

    /// <summary>Handles the first frames: capture times that are useless as a delay are shifted.</summary>
    [RealTime]
    private void AlignFirst(int frames, long captureTime, long arrivalTime)
    {
        if (_writer.FramesBetween(captureTime, arrivalTime) > FramesOf(_options.MaxDelay))
        {
            _shift = arrivalTime - captureTime - (long)(frames * 1e9 / _rate);
        }

        _writer.Restart(0, captureTime + _shift);
    }

    /// <summary>Sets the read position to what was captured one target delay ago, as soon as it is available.</summary>
    [RealTime]
    private bool TryBegin(long time)
    {
        if (_resampler.Written == 0) return false;
        TargetFrames = ShortestTarget;
        var place = _writer.FrameAt(time) - TargetFrames;
        if (place < (_break == NoBreak ? _resampler.Position : _break) || place + _need > _resampler.Written) return false;
        Skip(place);
        _servo.Resume();
        DelayFrames = TargetFrames;
        (_locked, _begun, _excessFrames, _isLowering) = (true, true, 0, false);
        _break = NoBreak;
        return true;
    }

    /// <summary>The configured target, or what the blocks need if that is more.</summary>
    [RealTime]
    private double ShortestTarget =>
        Math.Min(Math.Max(FramesOf(_options.TargetDelay),
            _writer.ArrivalFrames + Math.Max(_reach, _reachBefore) + FramesOf(_options.Margin)), FramesOf(_options.MaxDelay));

    [RealTime]
    private int Miss(int frames)
    {
        if (_begun) _missing += frames;
        return 0;
    }

    /// <summary>A single late read is compensated by the next; a lasting excess is not.</summary>
    [RealTime]
    private bool StaysTooLong(double excess, int frames)
    {
        _excessFrames = excess > FramesOf(_options.MaxExcess) ? _excessFrames + frames : 0;
        if (_excessFrames < JumpSeconds * _rate) return false;
        _excessFrames = 0;
        return true;
    }

    [RealTime]
    private void Skip(double place)
    {
        var before = _resampler.Position;
        _resampler.SkipTo(place);
        _skipped += (long)(_resampler.Position - before);
    }

    [RealTime]
    private double FramesOf(TimeSpan time) => time.TotalSeconds * _rate;
}

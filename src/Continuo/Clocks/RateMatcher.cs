using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Dsp;

namespace Continuo.Clocks;

/// <summary>
/// Hands audio from one clock to another: written as the one clock has it, read as the other wants it, with the delay held at its target
/// and no frame
/// dropped or doubled, since the difference of the clocks is learnt and resampled away.
/// </summary>
/// <remarks>
/// The delay is measured by times, not by how full the buffer is: a count of whole blocks jumps, and its beat with the drift would be
/// heard. A frame is
/// captured at a time; the time goes on at the writer's speed; how far that has come beyond the place that is read is the delay.
/// For one thread (an <see cref="Rings.AudioRing"/> brings audio from another); real-time-safe but for the constructor.
/// </remarks>
internal sealed class RateMatcher
{
    private const double JumpSeconds = 0.5; // an excess must last so long, in audio read
    private const double BreakSeconds = 0.05;
    private const double PauseSeconds = 0.002; // after an underrun, less than a break is enough to count the writer's speed anew
    private const double ReachSeconds = 1; // the longest reach of the last one to two of these counts
    private const double SlackSeconds = 0.002; // a target that is longer than needed by more than this is lowered
    private const double LoweringPpm = 300; // at a speed that is not heard
    private const long NoBreak = long.MaxValue;

    private readonly RateMatcherOptions _options;
    private readonly FractionalResampler _resampler;
    private readonly DriftServo _servo;
    private readonly int _channels;
    private readonly int _rate;
    private readonly WriterClock _writer;
    private long _shift; // added to capture times
    private readonly float[] _tail; // what was read before a jump, to fade out of
    private readonly float[] _weights; // of a fade-out
    private double _reach; // how far before the frame that is heard a read must have its frames
    private double _reachBefore;
    private double _need; // what the read at hand takes, from its place on
    private long _reachFrames;
    private int _tailFrames;
    private int _tailAt;
    private bool _isLowering;
    private long _break = NoBreak;
    private bool _locked; // the place that is read was set by time
    private bool _begun;
    private long _excessFrames;
    private long _skipped, _missing, _underruns, _jumps;

    /// <summary>Allocates for the longest delay and a second more.</summary>
    /// <param name="format">Of both sides; the rate is nominal.</param>
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

    /// <summary>The delay that is held, from a frame's capture to its being read, in frames.</summary>
    [RealTime]
    public double TargetFrames { get; private set; }

    /// <summary>The delay at the last read, in frames.</summary>
    [RealTime]
    public double DelayFrames { get; private set; }

    /// <summary>The longest that frames took to arrive lately, from the capture of a block's first, in frames.</summary>
    [RealTime]
    public double ArrivalFrames => _writer.ArrivalFrames;

    /// <summary>By how much the writer's clock is faster than the reader's, in parts per million.</summary>
    [RealTime]
    public double DriftPpm => _servo.DriftPpm;

    /// <summary>How closely the speed follows.</summary>
    [RealTime]
    public ServoStage Stage => _servo.Stage;

    /// <summary>Frames written per frame read at present.</summary>
    [RealTime]
    public double Speed => _servo.Speed;

    /// <summary>Number of frames wait to be read.</summary>
    [RealTime]
    public double WaitingFrames => _resampler.Written - _resampler.Position;

    /// <summary>The books.</summary>
    [RealTime]
    public RateMatcherStatistics Statistics => new(_resampler.Written, _skipped, _missing, _underruns, _jumps);

    /// <summary>Takes frames from the writer. A step of more than 50 ms in their times is a <see cref="Break"/>.</summary>
    /// <param name="samples">Frames × channels, interleaved.</param>
    /// <param name="captureTime">When the first of them was captured, as exactly as is known, in nanoseconds. If the first frames of all
    /// took longer to arrive than the longest delay, what they took is left out of all delays.</param>
    /// <param name="arrivalTime">When they could be had, in nanoseconds of the same clock: not before the last of them was
    /// captured.</param>
    [RealTime]
    public void Write(ReadOnlySpan<float> samples, long captureTime, long arrivalTime)
    {
        var frames = samples.Length / _channels;
        var lost = frames - _resampler.Room;
        if (lost > 0)
        {
            // Nobody has read for a second: the oldest goes.
            _skipped += lost;
            _resampler.SkipTo(_resampler.Position + lost);
        }

        if (_resampler.Written == 0) Meet(frames, captureTime, arrivalTime);
        captureTime += _shift;
        var step = Math.Abs(_resampler.Written - _writer.FrameAt(captureTime));
        if (step > BreakSeconds * _rate) Break();
        if (_break == _resampler.Written || (!_locked && step > PauseSeconds * _rate)) _writer.Restart(_resampler.Written, captureTime);
        _writer.Note(_resampler.Written, captureTime, arrivalTime);
        _resampler.Write(samples);
    }

    /// <summary>
    /// Says that what is written next does not continue what was written last: it is read when its time comes, after what is before it.
    /// </summary>
    [RealTime]
    public void Break()
    {
        if (_break == _resampler.Written) return;
        if (_break != NoBreak) Skip(_break); // two breaks at once: only the audio after the first is left
        _break = _resampler.Written;
    }

    /// <summary>Reads frames that are heard, or otherwise used, at once.</summary>
    /// <param name="samples">Frames × channels, interleaved; written over as far as frames are read.</param>
    /// <param name="time">When the first of them is wanted, in nanoseconds of the clock that captures are told by.</param>
    /// <returns>Number of frames read. If fewer than asked for (at the start, at a break, when the writer is late), what is read next
    /// does not continue them.</returns>
    [RealTime]
    public int Read(Span<float> samples, long time) => Read(samples, time, time);

    /// <summary>
    /// Reads frames ahead of the time at which they are heard: for an output that holds some. The delay is that of the frame that is
    /// heard, so how much the
    /// output holds may vary; the longest lead of the last one to two seconds is part of the target.
    /// </summary>
    /// <param name="samples">Frames × channels, interleaved; written over as far as frames are read.</param>
    /// <param name="time">When the first of them is heard, in nanoseconds of the clock that captures are told by.</param>
    /// <param name="now">When they are read: not after <paramref name="time"/>.</param>
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
    /// How long before a frame is heard it must have been written: the block, the filter's frames after it, and the lead of the read.
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

    /// <summary>Whether, at the target delay, the time of all that was written is past.</summary>
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

        // The writer is late. Whatever comes is read when its time has come, at the delay that would have sufficed.
        _underruns++;
        _missing += frames - read;
        _locked = false;
        return read;
    }

    /// <summary>
    /// What is before a break has other times than what the writer's clock now tells of: it is read at the speed that was learnt.
    /// </summary>
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

    /// <summary>If what follows a break is due already, what is before it has no time left: it fades out under the other.</summary>
    [RealTime]
    private void FadeOverBreak(long time)
    {
        var place = _writer.FrameAt(time) - ShortestTarget;
        if (place < _break || place + _need > _resampler.Written) return;
        KeepTail(_break);
        _locked = false;
    }

    /// <summary>A target that the blocks do not need any more is lowered slowly; far too long a one at once.</summary>
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

    /// <summary>Reads the beginning of what would have come next, up to a frame.</summary>
    [RealTime]
    private void KeepTail(double end)
    {
        var frames = (int)Math.Min(_weights.Length, end - _resampler.Position - 1);
        _tailFrames = frames <= 0 ? 0 : _resampler.Read(_tail.AsSpan(0, frames * _channels), 1, 1);
        _tailAt = 0;
    }

    /// <summary>Fades from what was kept to what is read.</summary>
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

    /// <summary>The first frames of all: times that are useless as a delay are moved.</summary>
    [RealTime]
    private void Meet(int frames, long captureTime, long arrivalTime)
    {
        if (_writer.FramesBetween(captureTime, arrivalTime) > FramesOf(_options.MaxDelay))
        {
            _shift = arrivalTime - captureTime - (long)(frames * 1e9 / _rate);
        }

        _writer.Restart(0, captureTime + _shift);
    }

    /// <summary>Sets the place that is read to what was captured the target delay ago, as soon as that is there.</summary>
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

    /// <summary>What was asked for, or what the blocks need if that is more.</summary>
    [RealTime]
    private double ShortestTarget =>
        Math.Min(Math.Max(FramesOf(_options.TargetDelay), _writer.ArrivalFrames + Math.Max(_reach, _reachBefore) + FramesOf(_options.Margin)), FramesOf(_options.MaxDelay));

    [RealTime]
    private int Miss(int frames)
    {
        if (_begun) _missing += frames;
        return 0;
    }

    /// <summary>Single late reads are made up for by the next; what lasts is not.</summary>
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

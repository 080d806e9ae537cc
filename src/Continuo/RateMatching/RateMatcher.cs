using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.RateMatching;

/// <summary>
/// Hands audio from one clock to another: written as the one clock has it, read as the other wants it, with the delay held at its target and no frame
/// dropped or doubled, since the difference of the clocks is learnt and resampled away.
/// </summary>
/// <remarks>
/// The delay is measured by times, not by how full the buffer is: a count of whole blocks jumps, and its beat with the drift would be heard. A frame is
/// captured at a time; the time goes on at the writer's speed; how far that has come beyond the place that is read is the delay.
/// For one thread (an <see cref="Rings.AudioRing"/> brings audio from another); real-time-safe but for the constructor.
/// </remarks>
public sealed class RateMatcher
{
    private const double JumpSeconds = 0.5; // an excess must last so long, in audio read
    private const double BreakSeconds = 0.05;
    private const double PauseSeconds = 0.002; // after an underrun, less than a break is enough to count the writer's speed anew
    private const long NoBreak = long.MaxValue;

    private readonly RateMatcherOptions _options;
    private readonly FractionalResampler _resampler;
    private readonly DriftServo _servo;
    private readonly int _channels;
    private readonly int _rate;
    private readonly WriterClock _writer;
    private long _shift; // added to capture times
    private double _need;
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
        _need = FractionalResampler.DelayFrames;
    }

    /// <summary>The delay that is held, from a frame's capture to its being read, in frames.</summary>
    [RealTime]
    public double TargetFrames { get; private set; }

    /// <summary>The delay at the last read, in frames.</summary>
    [RealTime]
    public double DelayFrames { get; private set; }

    /// <summary>By how much the writer's clock is faster than the reader's, in parts per million.</summary>
    [RealTime]
    public double DriftPpm => _servo.DriftPpm;

    /// <summary>How closely the speed follows.</summary>
    [RealTime]
    public ServoStage Stage => _servo.Stage;

    /// <summary>Frames written per frame read at present.</summary>
    [RealTime]
    public double Speed => _servo.Speed;

    /// <summary>How many frames wait to be read.</summary>
    [RealTime]
    public double WaitingFrames => _resampler.Written - _resampler.Position;

    /// <summary>The books.</summary>
    [RealTime]
    public RateMatcherCounts Counts => new(_resampler.Written, _skipped, _missing, _underruns, _jumps);

    /// <summary>Takes frames from the writer. A step of more than 50 ms in their times is a <see cref="Break"/>.</summary>
    /// <param name="samples">Frames × channels, interleaved.</param>
    /// <param name="captureTime">When the first of them was captured, as exactly as is known, in nanoseconds. If the first frames of all took longer to arrive than the longest delay, what they took is left out of all delays.</param>
    /// <param name="arrivalTime">When they could be had, in nanoseconds of the same clock: not before the last of them was captured.</param>
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

    /// <summary>Says that what is written next does not continue what was written last: it is read when its time comes, after what is before it.</summary>
    [RealTime]
    public void Break()
    {
        if (_break == _resampler.Written) return;
        if (_break != NoBreak) Skip(_break); // two breaks at once: only the audio after the first is left
        _break = _resampler.Written;
    }

    /// <summary>Reads frames.</summary>
    /// <param name="samples">Frames × channels, interleaved; written over as far as frames are read.</param>
    /// <param name="time">When the first of them is wanted, in nanoseconds of the clock that captures are told by.</param>
    /// <returns>How many frames were read. If fewer than asked for (at the start, at a break, when the writer is late), what is read next does not continue them.</returns>
    [RealTime]
    public int Read(Span<float> samples, long time)
    {
        var frames = samples.Length / _channels;
        _need = FractionalResampler.DelayFrames + 1 + frames * (1 + FractionalResampler.MaxPpm * 1e-6);
        if (!_locked && !TryBegin(time)) return Miss(frames);

        return _break == NoBreak ? ReadOn(samples[..(frames * _channels)], time) : ReadToBreak(samples[..(frames * _channels)]);
    }

    [RealTime]
    private int ReadOn(Span<float> samples, long time)
    {
        var frames = samples.Length / _channels;
        DelayFrames = _writer.FrameAt(time) - _resampler.Position;
        var shortest = ShortestTarget;
        if (TargetFrames - shortest > FramesOf(_options.MaxExcess)) TargetFrames = shortest;
        var excess = DelayFrames - TargetFrames;
        if (StaysTooLong(excess, frames))
        {
            _jumps++;
            _locked = false;
            return Miss(frames);
        }

        var read = _resampler.Read(samples, _servo.Speed, _servo.Update(excess, frames));
        if (read == frames) return read;

        // The writer is late. Whatever comes is read when its time has come, at the delay that would have sufficed.
        _underruns++;
        _missing += frames - read;
        _locked = false;
        return read;
    }

    /// <summary>What is before a break has other times than what the writer's clock now tells of: it is read at the speed that was learnt.</summary>
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
        (_locked, _begun, _excessFrames) = (true, true, 0);
        _break = NoBreak;
        return true;
    }

    /// <summary>What was asked for, or what the blocks need if that is more.</summary>
    [RealTime]
    private double ShortestTarget =>
        Math.Min(Math.Max(FramesOf(_options.TargetDelay), _writer.ArrivalFrames + _need + FramesOf(_options.Margin)), FramesOf(_options.MaxDelay));

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

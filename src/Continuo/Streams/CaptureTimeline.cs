using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;

namespace Continuo.Streams;

/// <summary>
/// Keeps a device's audio at its true place in time: decides for every block how much silence to fill in before it, or how
/// many frames are missing, and tells each frame's capture time.
/// </summary>
/// <remarks>
/// <para>While audio flows, position counts the device's frames, and a delay-locked loop says when each was captured. While the device has
/// nothing, position follows the axis: a straight line at the nominal rate. Filling stays
/// <see cref="HoldNanoseconds"/> behind the clock, so that audio which begins now finds its place free.</para>
/// <para>Audio that begins is placed by the axis, by one jittery reading of its time. That error must not stay: the axis
/// follows the loop only as far as a device can have drifted in the meantime (<see cref="MaxDrift"/>), so a thousand
/// beginnings do not add up to a shift, while hours of a slow device do. The first audio of all places the axis itself, so until it
/// pauses the axis follows the loop without that limit.</para>
/// <para>Readings may be wrong. The first one counts only when the next agrees with it. Later ones that all deviate to the same side for
/// half a second are right and the loop is wrong: it is moved (<see cref="OffsetWatch"/>). A jump forward is measured on the axis,
/// so that time which has already been filled with silence is not counted again as a gap.</para>
/// </remarks>
internal sealed class CaptureTimeline
{
    /// <summary>How far filled time stays behind the clock.</summary>
    public const long HoldNanoseconds = 100_000_000;

    /// <summary>A capture time this far after the expected one, while audio flows, means that frames were lost.</summary>
    public const long JumpNanoseconds = 100_000_000;

    /// <summary>How much a device's clock may differ from nominal: 500 ppm.</summary>
    public const double MaxDrift = 500e-6;

    /// <summary>Two readings that differ by less than this confirm each other.</summary>
    private const long AgreementNanoseconds = 50_000_000;

    // A device whose readings never agree is taken as it is.
    private const int MostUnconfirmed = 10;

    private readonly AudioFormat _format;
    private readonly DelayLockedLoop _loop;
    private readonly OffsetWatch _offsets;
    private TimelineState _state;
    private int _unconfirmed;
    private bool _hasPaused;
    private long _axisPosition;
    private long _axisTime;

    public CaptureTimeline(AudioFormat format)
    {
        _format = format;
        _loop = new DelayLockedLoop(format.SampleRate);
        _offsets = new OffsetWatch(format.SampleRate);
    }

    private enum TimelineState
    {
        Unstarted,
        Flowing,
        Idle,
        Lost,
    }

    /// <summary>The next frame's position: all frames so far, delivered, filled or missing.</summary>
    public long Position { get; private set; }

    /// <summary>How much faster than nominal the device runs.</summary>
    [RealTime]
    public double DriftPpm => _loop.DriftPpm;

    /// <summary>When the frame at a position was captured, in nanoseconds.</summary>
    [RealTime]
    public long CaptureTimeOf(long position) => _loop.TimeOf(position);

    /// <summary>Says that the timeline of a source without a clock begins at <paramref name="now"/>.</summary>
    [RealTime]
    public void Begin(long now)
    {
        _state = TimelineState.Flowing;
        _axisTime = now;
        _loop.Reset(0, now);
    }

    /// <summary>Advances over frames of a source without a clock.</summary>
    [RealTime]
    public void Advance(long frames) => Position += frames;

    /// <summary>Places a block of <paramref name="frames"/> captured at <paramref name="time"/>.</summary>
    /// <param name="frames">The block's length.</param>
    /// <param name="time">When its first frame was captured.</param>
    /// <param name="reported">The gap before it that the driver reported itself.</param>
    /// <returns>Frames of silence to fill in before the block, and the gap before it; at most one of the two.</returns>
    [RealTime]
    public (long Fill, Gap Gap) Place(int frames, long time, Gap reported)
    {
        if (_state == TimelineState.Unstarted)
        {
            Begin(time);
            _unconfirmed = MostUnconfirmed;
        }

        var fill = 0L;
        var gap = reported;
        if (_state == TimelineState.Lost)
        {
            gap = new Gap(FramesUntil(time), 0, GapReason.Outage);
            _loop.Reset(Position + gap.Frames, time);
        }
        else if (_state == TimelineState.Idle)
        {
            // Audio that begins before the time filled already stays late by the difference; the next filling is shorter.
            // Frames that the driver reports as lost are part of that time.
            var missing = FramesUntil(time);
            gap = reported with { Frames = Math.Min(reported.Frames, missing) };
            fill = missing - gap.Frames;
            _loop.Reset(Position + missing, time);
        }
        else if (reported.Frames > 0)
        {
            _loop.Rebase(Position + reported.Frames, time);
        }
        else
        {
            gap = Follow(frames, time);
        }

        if (fill + gap.Frames > 0) _offsets.Reset();
        _state = TimelineState.Flowing;
        Position += fill + gap.Frames + frames;
        return (fill, gap);
    }

    /// <summary>The device has had nothing until <paramref name="now"/>.</summary>
    /// <returns>Frames of silence to fill in; a gap first if there was an outage until now.</returns>
    [RealTime]
    public (long Fill, Gap Gap) Idle(long now)
    {
        if (_state == TimelineState.Unstarted) Begin(now);
        var gap = EndOutage(now);
        if (_state == TimelineState.Flowing) Pause();
        _state = TimelineState.Idle;
        return (Fill(now - HoldNanoseconds), gap);
    }

    /// <summary>
    /// The stream is stopped: accounts for the time until <paramref name="now"/> in which the device was lost or had nothing.
    /// </summary>
    public (long Fill, Gap Gap) Finish(long now)
    {
        var gap = EndOutage(now);
        return (_state == TimelineState.Idle ? Fill(now) : 0, gap);
    }

    /// <summary>The device is lost: what follows is placed by time, the frames between are missing.</summary>
    public void Lose()
    {
        if (_state == TimelineState.Flowing) Pause();
        if (_state != TimelineState.Unstarted) _state = TimelineState.Lost;
    }

    // Audio flows on. Returns what is missing before the block.
    [RealTime]
    private Gap Follow(int frames, long time)
    {
        var late = time - _loop.TimeOf(Position);
        if (_unconfirmed > 0 && Position > 0)
        {
            _unconfirmed = Math.Abs(late) < AgreementNanoseconds ? 0 : _unconfirmed - 1;
            if (_unconfirmed > 0)
            {
                _loop.Reset(Position, time);
                return Gap.None;
            }
        }

        if (late >= JumpNanoseconds)
        {
            FollowDrift();
            var gap = new Gap(FramesUntil(time), 0, GapReason.Device);
            _loop.Rebase(Position + gap.Frames, time);
            return gap.Frames > 0 ? gap : Gap.None;
        }

        if (_offsets.Lasts(late, frames, out var offset)) _loop.Rebase(Position, _loop.TimeOf(Position) + offset);
        else if (late > -JumpNanoseconds) _loop.Update(Position, time);
        return Gap.None;
    }

    [RealTime]
    private Gap EndOutage(long now)
    {
        if (_state != TimelineState.Lost) return Gap.None;
        var gap = new Gap(FramesUntil(now), 0, GapReason.Outage);
        _state = TimelineState.Idle;
        Position += gap.Frames;
        return gap;
    }

    [RealTime]
    private long Fill(long until)
    {
        var fill = FramesUntil(until);
        if (fill > 0) _loop.Reset(Position, AxisTimeOf(Position));
        Position += fill;
        return fill;
    }

    /// <summary>Number of frames after <see cref="Position"/> the axis has at a time; none if it is not so far.</summary>
    [RealTime]
    private long FramesUntil(long time) => Math.Max(0, _axisPosition + _format.ToFrames(time - _axisTime) - Position);

    [RealTime]
    private long AxisTimeOf(long position) => _axisTime + _format.ToNanoseconds(position - _axisPosition);

    [RealTime]
    private void Pause()
    {
        FollowDrift();
        _hasPaused = true;
        _unconfirmed = 0;
    }

    /// <summary>Moves the axis to where the loop sees the present position, as far as drift can explain it.</summary>
    [RealTime]
    private void FollowDrift()
    {
        var axis = AxisTimeOf(Position);
        var most = _hasPaused ? (long)((axis - _axisTime) * MaxDrift) : long.MaxValue;
        _axisTime = axis + Math.Clamp(_loop.TimeOf(Position) - axis, -most, most);
        _axisPosition = Position;
    }
}

using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;

namespace Continuo.Streams;

/// <summary>
/// Keeps a device's audio at its true position in time: decides for every block how much silence to fill in before it or how many frames
/// are missing, and computes each frame's capture time.
/// </summary>
/// <remarks>
/// <para>While audio flows, the position counts the device's frames, and a delay-locked loop estimates when each was captured. While the
/// device is idle, the position follows the axis: a straight line at the nominal rate. Filling stays <see cref="HoldNanoseconds"/> behind
/// the clock, so that audio that begins now finds its position free.</para>
/// <para>Audio that begins is placed by the axis, from a single jittery reading of its time. That error must not accumulate: the axis
/// follows the loop only as far as a device can have drifted in the meantime (<see cref="MaxDrift"/>), so a thousand beginnings do not add
/// up to a shift, while hours of a slow device do. The very first audio defines the axis, so until it pauses the axis follows the loop
/// without that limit.</para>
/// <para>Readings may be wrong. The first one is used only when the next agrees with it. Later ones that all deviate to the same side for
/// half a second are right and the loop is wrong: the loop is moved (<see cref="OffsetWatch"/>). A jump forward is measured on the axis, so
/// that time that was already filled with silence is not counted again as a gap.</para>
/// </remarks>
internal sealed class CaptureTimeline
{
    /// <summary>How far filled time stays behind the clock.</summary>
    public const long HoldNanoseconds = 100_000_000;

    /// <summary>While audio flows, a capture time this much later than expected means that frames were lost.</summary>
    public const long JumpNanoseconds = 100_000_000;

    /// <summary>Maximum deviation of a device's clock from nominal: 500 ppm.</summary>
    public const double MaxDrift = 500e-6;

    /// <summary>Two readings that differ by less than this confirm each other.</summary>
    private const long AgreementNanoseconds = 50_000_000;

    // After this many readings that disagree, the device is accepted as it is.
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

    /// <summary>Position of the next frame: the number of frames so far, delivered, filled or missing.</summary>
    public long Position { get; private set; }

    /// <summary>Rate deviation of the device from nominal; positive if it is faster.</summary>
    [RealTime]
    public double DriftPpm => _loop.DriftPpm;

    /// <summary>Capture time of the frame at a position, in nanoseconds.</summary>
    [RealTime]
    public long CaptureTimeOf(long position) => _loop.TimeOf(position);

    /// <summary>Begins the timeline of a source without a clock at <paramref name="now"/>.</summary>
    [RealTime]
    public void Begin(long now)
    {
        _state = TimelineState.Flowing;
        _axisTime = now;
        _loop.Reset(0, now);
    }

    /// <summary>Advances by frames of a source without a clock.</summary>
    [RealTime]
    public void Advance(long frames) => Position += frames;

    /// <summary>Places a block of <paramref name="frames"/> captured at <paramref name="time"/>.</summary>
    /// <param name="frames">Length of the block.</param>
    /// <param name="time">Capture time of its first frame.</param>
    /// <param name="reported">The gap before it that the driver reported.</param>
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
            // Audio that begins before the end of the filled time stays late by the difference; the next filling is shorter. Frames that
            // the driver reports as lost are part of that time.
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

    /// <summary>The device has been idle until <paramref name="now"/>.</summary>
    /// <returns>Frames of silence to fill in, and before them a gap if there was an outage.</returns>
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
    /// The stream is stopped: accounts for the time until <paramref name="now"/> during which the device was lost or idle.
    /// </summary>
    public (long Fill, Gap Gap) Finish(long now)
    {
        var gap = EndOutage(now);
        return (_state == TimelineState.Idle ? Fill(now) : 0, gap);
    }

    /// <summary>The device is lost: later audio is placed by time, and the frames between are missing.</summary>
    public void Lose()
    {
        if (_state == TimelineState.Flowing) Pause();
        if (_state != TimelineState.Unstarted) _state = TimelineState.Lost;
    }

    // Continues the audio. Returns the gap before the block.
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

    /// <summary>Number of frames between <see cref="Position"/> and the axis' position at a time; 0 if the axis is behind.</summary>
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

    /// <summary>Moves the axis to the loop's estimate of the current position, as far as drift can explain it.</summary>
    [RealTime]
    private void FollowDrift()
    {
        var axis = AxisTimeOf(Position);
        var most = _hasPaused ? (long)((axis - _axisTime) * MaxDrift) : long.MaxValue;
        _axisTime = axis + Math.Clamp(_loop.TimeOf(Position) - axis, -most, most);
        _axisPosition = Position;
    }
}

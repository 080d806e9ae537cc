using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Devices.Timing;

/// <summary>
/// Estimates when a frame of one record stream was captured. Every arrival gives an upper bound of the time of frame 0, because a frame
/// cannot arrive before it was captured. The lowest bound of the last seconds is used, so that a suspended process that reads a backlog
/// late is not misled. If the server reports the device's own time, that is used instead; streams of one device then agree to the sample.
/// Not thread-safe; real-time-safe.
/// </summary>
/// <remarks>
/// The server's plain timing (what it had written when) is a bound like an arrival, but free of our own delays. The window (2…4 s) lets the
/// estimate follow a device with a slower clock: at 100 ppm it is at most 0.4 ms behind. A stream that paused and continued is detected by
/// frames that had to be waited for and are all later than <see cref="JumpNanoseconds"/>: after a suspension of our own process, the end of
/// the backlog is on time again.
/// </remarks>
[RealTime]
internal sealed class CaptureClock
{
    /// <summary>Frames later than expected by more than this are a jump.</summary>
    public const long JumpNanoseconds = 25_000_000;

    private const long WindowNanoseconds = 2_000_000_000;
    private const long PlausibleNanoseconds = 1_000_000_000;
    private const long SteadyNanoseconds = 10_000_000;
    private const int LateForJump = 3;

    private readonly AudioFormat _format;
    private long _current = long.MaxValue;
    private long _previous = long.MaxValue;
    private long _windowEnd;
    private bool _isExact;
    private int _late;
    private long _leastLate;

    public CaptureClock(AudioFormat format) => _format = format;

    /// <summary>Whether there is an estimate.</summary>
    public bool IsSet => _current != long.MaxValue || _previous != long.MaxValue;

    private long Anchor => Math.Min(_current, _previous);

    /// <summary>Capture time of the frame at <paramref name="position"/>.</summary>
    public long TimeOf(long position) => Anchor + _format.ToNanoseconds(position);

    /// <summary>Records that frames up to <paramref name="end"/> have arrived by <paramref name="now"/>.</summary>
    /// <param name="end">Position after the last frame that has arrived.</param>
    /// <param name="now">Time of arrival.</param>
    /// <param name="waited">Whether they had to be waited for, so that there was no backlog.</param>
    /// <returns>Whether the stream has jumped: its frames are later than those before suggest.</returns>
    public bool Arrived(long end, long now, bool waited)
    {
        var bound = now - _format.ToNanoseconds(end);
        if (IsSet && bound - Anchor > JumpNanoseconds)
        {
            if (!waited) return false;
            // The end of a backlog is less late with every frame; after a jump all frames are equally late.
            if (Math.Abs(bound - _leastLate) > SteadyNanoseconds) _late = 0;
            _leastLate = _late++ == 0 ? bound : Math.Min(_leastLate, bound);
            if (_late < LateForJump) return false;
            Reset();
            Bound(_leastLate, now);
            return true;
        }

        _late = 0;
        if (!_isExact) Bound(bound, now);
        return false;
    }

    /// <summary>
    /// Records that, according to the server, the frame at <paramref name="position"/> was captured at <paramref name="time"/>.
    /// </summary>
    /// <param name="position">The frame.</param>
    /// <param name="time">Its time.</param>
    /// <param name="now">Time of the report.</param>
    /// <param name="exact">Whether it is the device's own time rather than an upper bound.</param>
    public void ReportTime(long position, long time, long now, bool exact = false)
    {
        var bound = time - _format.ToNanoseconds(position);
        if (IsSet && Math.Abs(bound - Anchor) > PlausibleNanoseconds) return;
        if (time > now + (exact ? JumpNanoseconds : 0) || (_isExact && !exact)) return;
        if (exact && !_isExact) Reset();
        _isExact |= exact;
        Bound(bound, now);
    }

    /// <summary>Moves all capture times later by the same amount.</summary>
    public void Shift(long nanoseconds)
    {
        if (_current != long.MaxValue) _current += nanoseconds;
        if (_previous != long.MaxValue) _previous += nanoseconds;
    }

    /// <summary>Clears all state when the stream restarts.</summary>
    public void Reset()
    {
        (_current, _previous) = (long.MaxValue, long.MaxValue);
        _isExact = false;
        _late = 0;
    }

    private void Bound(long bound, long now)
    {
        if (now >= _windowEnd)
        {
            if (IsSet) (_previous, _current) = (_current, long.MaxValue);
            _windowEnd = now + WindowNanoseconds;
        }

        _current = Math.Min(_current, bound);
    }
}

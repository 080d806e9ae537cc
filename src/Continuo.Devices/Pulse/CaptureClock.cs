using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Devices.Pulse;

/// <summary>
/// Says when a frame of one record stream was captured. Every arrival gives an upper bound of the time of frame 0: a frame
/// cannot arrive before it was captured. The least bound of the last seconds is the answer, so that a process that was
/// stopped and reads a backlog late is not misled. Where the server tells the device's own time, that is the answer instead: then
/// streams of one device agree to the sample. Not thread-safe; real-time-safe.
/// </summary>
/// <remarks>
/// The server's plain timing (what it had written when) is a bound like an arrival, but free of our own delays. The window (2…4 s) lets the answer follow a device whose clock is
/// slower than ours: at 100 ppm it is at most 0.4 ms behind. A stream that paused and went on is known by frames that had to be
/// waited for and are all later than <see cref="JumpNanoseconds"/>: after a stop of our own, the end of the backlog is on time again.
/// </remarks>
[RealTime]
internal sealed class CaptureClock
{
    /// <summary>How much later than expected frames may be before it counts as a jump.</summary>
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

    /// <summary>Whether anything is known yet.</summary>
    public bool IsSet => _current != long.MaxValue || _previous != long.MaxValue;

    private long Anchor => Math.Min(_current, _previous);

    /// <summary>When the frame at <paramref name="position"/> was captured.</summary>
    public long TimeOf(long position) => Anchor + _format.ToNanoseconds(position);

    /// <summary>Frames up to <paramref name="end"/> have arrived by <paramref name="now"/>.</summary>
    /// <param name="end">The position after the last frame that has arrived.</param>
    /// <param name="now">The time of arrival.</param>
    /// <param name="waited">Whether they had to be waited for: no backlog was there.</param>
    /// <returns>Whether the stream has jumped: its frames belong later than those before suggest.</returns>
    public bool Arrived(long end, long now, bool waited)
    {
        var bound = now - _format.ToNanoseconds(end);
        if (IsSet && bound - Anchor > JumpNanoseconds)
        {
            if (!waited) return false;
            // The end of a backlog is less late with every frame; after a jump all are late by the same.
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

    /// <summary>The server says that the frame at <paramref name="position"/> was captured at <paramref name="time"/>.</summary>
    /// <param name="position">The frame.</param>
    /// <param name="time">Its time.</param>
    /// <param name="now">The time at which it is heard of.</param>
    /// <param name="exact">Whether that is the device's own time rather than the time until which it was captured at the latest.</param>
    public void Told(long position, long time, long now, bool exact = false)
    {
        var bound = time - _format.ToNanoseconds(position);
        if (IsSet && Math.Abs(bound - Anchor) > PlausibleNanoseconds) return;
        if (time > now + (exact ? JumpNanoseconds : 0) || (_isExact && !exact)) return;
        if (exact && !_isExact) Reset();
        _isExact |= exact;
        Bound(bound, now);
    }

    /// <summary>All frames were captured later than was known, by as much.</summary>
    public void Shift(long nanoseconds)
    {
        if (_current != long.MaxValue) _current += nanoseconds;
        if (_previous != long.MaxValue) _previous += nanoseconds;
    }

    /// <summary>Forgets everything: the stream starts anew.</summary>
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

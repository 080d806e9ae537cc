using Continuo.Diagnostics;

namespace Continuo.Clocks;

/// <summary>
/// Distinguishes a constant error of capture times from jitter: readings that deviate to the same side for half a second are not jitter.
/// Used by the capture thread only; real-time-safe.
/// </summary>
/// <param name="sampleRate">Frames per second.</param>
[RealTime]
internal sealed class OffsetWatch(int sampleRate)
{
    /// <summary>Smaller deviations are left to the delay-locked loop.</summary>
    public const long LeastNanoseconds = 5_000_000;

    private const int LeastReadings = 5;

    private long _frames;
    private int _readings;
    private long _least;

    /// <summary>Adds a reading's deviation.</summary>
    /// <param name="late">Deviation in nanoseconds; negative if earlier than expected.</param>
    /// <param name="frames">Number of frames of the reading.</param>
    /// <param name="offset">The deviation common to all readings of the last half second.</param>
    /// <returns>Whether there is such a deviation; the watch then restarts.</returns>
    public bool Lasts(long late, int frames, out long offset)
    {
        offset = 0;
        if (Math.Abs(late) < LeastNanoseconds || (_readings > 0 && (late < 0) != (_least < 0))) Reset();
        if (Math.Abs(late) < LeastNanoseconds) return false;
        if (_readings == 0 || Math.Abs(late) < Math.Abs(_least)) _least = late;
        _readings++;
        _frames += frames;
        if (_readings < LeastReadings || _frames * 2 < sampleRate) return false;
        offset = _least;
        Reset();
        return true;
    }

    /// <summary>Discards all readings.</summary>
    public void Reset() => (_frames, _readings, _least) = (0, 0, 0);
}

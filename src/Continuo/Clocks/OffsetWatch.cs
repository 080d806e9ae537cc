using Continuo.Diagnostics;

namespace Continuo.Clocks;

/// <summary>
/// Tells a constant error of capture times from jitter: readings that deviate from what is expected to the same side for half a second
/// are no
/// jitter. Used by the capture thread only; real-time-safe.
/// </summary>
/// <param name="sampleRate">Frames per second of the readings.</param>
[RealTime]
internal sealed class OffsetWatch(int sampleRate)
{
    /// <summary>A deviation below this is left to the delay-locked loop.</summary>
    public const long LeastNanoseconds = 5_000_000;

    private const int LeastReadings = 5;

    private long _frames;
    private int _readings;
    private long _least;

    /// <summary>Takes a reading's deviation.</summary>
    /// <param name="late">How much later than expected, in nanoseconds; negative: earlier.</param>
    /// <param name="frames">Number of frames the reading stands for.</param>
    /// <param name="offset">The deviation that all readings of the last half second have in common.</param>
    /// <returns>Whether there is one; the watch begins again then.</returns>
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

    /// <summary>Forgets the readings.</summary>
    public void Reset() => (_frames, _readings, _least) = (0, 0, 0);
}

using Continuo.Diagnostics;

namespace Continuo.Rtp.Jitter;

/// <summary>
/// How early packets are needed: the lowest delay at which one was needed in the last quarter to half of a second. It includes what the
/// consumer's block size and uneven calls subtract from the delay that is heard. Not thread-safe; real-time-safe.
/// </summary>
internal sealed class NeedTracker
{
    private const long HalfNs = 250_000_000;
    private double _current = double.MaxValue;
    private double _previous = double.MaxValue;
    private long _turn;

    /// <summary>The lowest delay, in ms; <see cref="double.MaxValue"/> if no packet was needed.</summary>
    [RealTime]
    public double LeastMs => Math.Min(_current, _previous);

    /// <summary>Records the delay at which a packet was needed.</summary>
    [RealTime]
    public void Note(double delayMs, long time)
    {
        if (time >= _turn) (_previous, _current, _turn) = (_current, double.MaxValue, time + HalfNs);
        _current = Math.Min(_current, delayMs);
    }

    /// <summary>Adjusts the recorded delays to a change of the delay.</summary>
    [RealTime]
    public void Shift(double ms)
    {
        if (_current < double.MaxValue) _current += ms;
        if (_previous < double.MaxValue) _previous += ms;
    }

    /// <summary>Clears all records.</summary>
    [RealTime]
    public void Clear() => (_current, _previous) = (double.MaxValue, double.MaxValue);
}

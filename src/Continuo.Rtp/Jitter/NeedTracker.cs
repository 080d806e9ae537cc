using Continuo.Diagnostics;

namespace Continuo.Rtp.Jitter;

/// <summary>
/// How early packets are needed: the least delay at which one was, over the last quarter to half of a second. It holds what the
/// consumer's block size and its uneven calls take away from the delay that is heard. One thread; real-time-safe.
/// </summary>
internal sealed class NeedTracker
{
    private const long HalfNs = 250_000_000;
    private double _current = double.MaxValue;
    private double _previous = double.MaxValue;
    private long _turn;

    /// <summary>The least delay, in ms; <see cref="double.MaxValue"/> if nothing was needed.</summary>
    [RealTime]
    public double LeastMs => Math.Min(_current, _previous);

    /// <summary>A packet was needed at a delay.</summary>
    [RealTime]
    public void Note(double delayMs, long time)
    {
        if (time >= _turn) (_previous, _current, _turn) = (_current, double.MaxValue, time + HalfNs);
        _current = Math.Min(_current, delayMs);
    }

    /// <summary>The delay changes from here on.</summary>
    [RealTime]
    public void Shift(double ms)
    {
        if (_current < double.MaxValue) _current += ms;
        if (_previous < double.MaxValue) _previous += ms;
    }

    /// <summary>Forgets everything.</summary>
    [RealTime]
    public void Clear() => (_current, _previous) = (double.MaxValue, double.MaxValue);
}

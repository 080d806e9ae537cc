
namespace Continuo.Threading;

/// <summary>
/// Adapts the polling interval to a producer that cannot signal. Few hits lengthen the interval, backlog shortens it, so most polls find
/// an item and items wait briefly.
/// </summary>
/// <remarks>
/// Efficiency is the share of polls that found something, over a window. While the interval T is shorter than the
/// period P of the polled thing, efficiency ≈ T/P, so T is scaled by target/efficiency (at most doubled) towards the
/// target; when polls nearly always hit, T may be longer than P, so it shrinks by a tenth; backlog (more
/// than one item per poll on average) shrinks it by the ratio. The only fixed point lies inside the target band.
/// Not thread-safe: one poller has one owner.
/// </remarks>
internal sealed class AdaptivePoller
{
    /// <summary>Target share of polls that find an item.</summary>
    public const double TargetEfficiency = 0.8;

    /// <summary>Deviation from the target within which the interval is not changed.</summary>
    public const double Tolerance = 0.1;

    /// <summary>Polls per decision.</summary>
    public const int Window = 100;

    private const double MinNanoseconds = 100_000;
    private const double MaxNanoseconds = 10_000_000;

    private double _interval;
    private int _polls;
    private int _hits;
    private long _items;

    /// <summary>Creates a poller with an initial interval, clamped to 0.1…10 ms.</summary>
    public AdaptivePoller(TimeSpan start) => _interval = Math.Clamp(start.TotalNanoseconds, MinNanoseconds, MaxNanoseconds);

    /// <summary>Interval until the next poll, in nanoseconds.</summary>
    public long IntervalNanoseconds => (long)_interval;

    /// <summary>The efficiency of the last complete window; 0 before the first.</summary>
    public double Efficiency { get; private set; }

    /// <summary>Reports the result of a poll.</summary>
    /// <param name="items">Number of items found; 0 is a miss.</param>
    public void Polled(int items)
    {
        _polls++;
        _items += items;
        if (items > 0) _hits++;
        if (_polls < Window) return;

        Efficiency = (double)_hits / _polls;
        var backlog = (double)_items / _polls;
        if (backlog > 1) _interval *= Math.Max(0.5, TargetEfficiency / backlog);
        else if (Efficiency > TargetEfficiency + Tolerance) _interval *= 0.9;
        else if (Efficiency < TargetEfficiency - Tolerance) _interval *= Math.Min(2, TargetEfficiency / Math.Max(Efficiency, 0.01));
        _interval = Math.Clamp(_interval, MinNanoseconds, MaxNanoseconds);
        (_polls, _hits, _items) = (0, 0, 0);
    }
}

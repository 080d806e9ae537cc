using Continuo.Diagnostics;

namespace Continuo.Simulation.Clocks;

/// <summary>
/// Relation of a clock to world time: an offset and a rate that may change linearly. Immutable and thread-safe; exact to a nanosecond over
/// hours, in both directions.
/// </summary>
public sealed class ClockModel
{
    /// <summary>Maximum deviation of a clock's rate, in parts per million of world time.</summary>
    public const double MaxPpm = 100_000;

    /// <summary>A clock that shows the world's time.</summary>
    public static readonly ClockModel Steady = new([(0, 0)]);

    // At each knot: world time, rate from then on, and the clock's lead over the world at that time.
    private readonly (long World, double Ppm, double AheadNs)[] _knots;
    private readonly long _offset;

    /// <summary>Creates a clock's rate.</summary>
    /// <param name="knots">
    /// World times (ns, rising) with the rate then in ppm. Between them the rate changes linearly; before the first and after the last it
    /// is constant.
    /// </param>
    /// <param name="offset">Value of the clock at world time 0, in nanoseconds.</param>
    public ClockModel(IReadOnlyList<(long World, double Ppm)> knots, long offset = 0)
    {
        ArgumentOutOfRangeException.ThrowIfZero(knots.Count);
        _offset = offset;
        _knots = new (long, double, double)[knots.Count];
        for (var i = 0; i < knots.Count; i++)
        {
            var (world, ppm) = knots[i];
            ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Abs(ppm), MaxPpm);
            if (i == 0)
            {
                _knots[0] = (world, ppm, world * ppm * 1e-6);
                continue;
            }

            var before = _knots[i - 1];
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(world, before.World);
            _knots[i] = (world, ppm, before.AheadNs + (world - before.World) * (before.Ppm + ppm) * 0.5e-6);
        }
    }

    /// <summary>A clock that always runs <paramref name="ppm"/> parts per million fast (or slow, if negative).</summary>
    public static ClockModel Constant(double ppm, long offset = 0) => new([(0, ppm)], offset);

    /// <summary>The rate at a world time, in parts per million.</summary>
    public double PpmAt(long world)
    {
        var i = KnotBefore(world);
        if (i < 0) return _knots[0].Ppm;
        return i + 1 == _knots.Length ? _knots[i].Ppm : _knots[i].Ppm + Slope(i) * (world - _knots[i].World);
    }

    /// <summary>Value of the clock at a world time, in nanoseconds, rounded to the nearest. Real-time-safe.</summary>
    [RealTime]
    public long LocalAt(long world)
    {
        var i = KnotBefore(world);
        var knot = _knots[Math.Max(0, i)];
        double since = world - knot.World;
        var slope = i < 0 || i + 1 == _knots.Length ? 0 : Slope(i);
        return _offset + world + (long)Math.Round(knot.AheadNs + since * (knot.Ppm + 0.5 * slope * since) * 1e-6);
    }

    /// <summary>
    /// The world time at which the clock shows <paramref name="local"/>: the inverse of <see cref="LocalAt"/>, to a nanosecond.
    /// </summary>
    public long WorldAt(long local)
    {
        // The rate is near 1, so each step reduces the error to at most a tenth.
        var world = local - _offset;
        for (var i = 0; i < 40; i++)
        {
            var error = local - LocalAt(world);
            if (error == 0) break;
            world += error;
        }

        return world;
    }

    [RealTime]
    private double Slope(int i) => (_knots[i + 1].Ppm - _knots[i].Ppm) / (_knots[i + 1].World - _knots[i].World);

    [RealTime]
    private int KnotBefore(long world)
    {
        var i = _knots.Length - 1;
        while (i >= 0 && _knots[i].World > world) i--;
        return i;
    }
}

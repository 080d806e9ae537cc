using Continuo.Diagnostics;

namespace Continuo.Rtp.Jitter;

/// <summary>
/// Histogram of the maximum transit of each half-second, in steps of 1 ms; older ones weigh less. Not thread-safe; real-time-safe.
/// </summary>
/// <param name="forget">Weight of a half-second relative to the next one.</param>
/// <param name="tolerance">Factor of the tolerable share.</param>
internal sealed class DelayMemory(double forget, double tolerance)
{
    private const int Steps = 4096;
    private const double Negligible = 1e-6;
    private const double LeastShare = 0.02;
    private const double MostShare = 0.35;
    private const int MostAtMs = 160;
    private static readonly double[] Shares = [.. Enumerable.Range(0, MostAtMs + 1).Select(Share)];
    private readonly double[] _weights = new double[Steps];
    private double _weight = 1;
    private double _total;
    private long _top = long.MinValue;

    /// <summary>Clears the histogram.</summary>
    [RealTime]
    public void Clear()
    {
        Array.Clear(_weights);
        (_weight, _total, _top) = (1, 0, long.MinValue);
    }

    /// <summary>Adds the maximum transit of a half-second, in ms.</summary>
    [RealTime]
    public void Add(double transitMs)
    {
        var step = (long)Math.Floor(transitMs);
        if (_top == long.MinValue) _top = step;
        if (step <= _top - Steps) return;
        if (step > _top + Steps) Clear();
        for (_top = Math.Max(_top, step - Steps); _top < step; _top++) At(_top + 1) = 0;
        _top = Math.Max(_top, step);
        At(step) += _weight;
        _total += _weight;
        _weight /= forget;
        if (_weight > 1e9) Rescale();
        for (var least = _top - Steps + 1; _top > least && At(_top) < _total * Negligible; _top--) At(_top) = 0;
    }

    /// <summary>
    /// The lowest delay that covers all half-seconds except a tolerable share. The tolerable share grows with the delay: rare events are
    /// covered while that costs little.
    /// </summary>
    /// <param name="zero">The transit that is delay zero, in ms.</param>
    /// <param name="current">Maximum transit of the current half-second.</param>
    [RealTime]
    public double Target(double zero, double current)
    {
        var now = (long)Math.Floor(current);
        var total = _total + _weight;
        var above = 0.0;
        for (var step = Math.Max(_top, now); step >= zero - 1 && step > _top - Steps; step--)
        {
            if (step <= _top) above += At(step);
            if (step == now) above += _weight;
            if (above > total * Tolerable(step - zero)) return step + 1 - zero;
        }

        return 0;
    }

    /// <summary>The tolerable share of half-seconds in which a packet arrives later than a delay.</summary>
    [RealTime]
    public double Tolerable(double delayMs) => Shares[(int)Math.Clamp(delayMs, 0, MostAtMs)] * tolerance;

    /// <summary>Total weight of the half-seconds in which a packet was later than a transit; the next half-second weighs 1.</summary>
    [RealTime]
    public double Above(double transitMs)
    {
        var above = 0.0;
        for (var step = _top; step > transitMs && step > _top - Steps; step--) above += At(step);
        return above / _weight;
    }

    /// <summary>Grows with the power 7/4 of the delay; computed by roots, whose results are the same on all machines.</summary>
    private static double Share(int ms)
    {
        var part = (double)ms / MostAtMs;
        return Math.Max(LeastShare, MostShare * part * Math.Sqrt(part) * Math.Sqrt(Math.Sqrt(part)));
    }

    [RealTime]
    private ref double At(long step) => ref _weights[(int)(step & (Steps - 1))];

    [RealTime]
    private void Rescale()
    {
        for (var i = 0; i < Steps; i++) _weights[i] /= _weight;
        _total /= _weight;
        _weight = 1;
    }
}

namespace Continuo.Simulation.NetEq;

/// <summary>
/// NetEq's forgetting histogram: a distribution over buckets that always sums to 1. Each entry multiplies the buckets by the forget factor
/// and adds the rest to its bucket. The factor grows from 0 to its final value over the first entries: 1 − w/(n + 1) after n of them, with
/// start weight w, so that early entries have about the same weight.
/// </summary>
internal sealed class NetEqHistogram
{
    private readonly double[] _buckets;
    private readonly double _finalForget;
    private readonly double _startWeight;
    private int _entries;

    public NetEqHistogram(int buckets, double forget, double startWeight)
    {
        _buckets = new double[buckets];
        _finalForget = forget;
        _startWeight = startWeight;
        for (var i = 0; i < buckets; i++) _buckets[i] = Math.ScaleB(1, -(i + 1));
    }

    /// <summary>The share of each bucket.</summary>
    public ReadOnlySpan<double> Buckets => _buckets;

    /// <summary>Factor that the next entry applies to the past.</summary>
    public double Forget { get; private set; }

    public void Add(int bucket)
    {
        for (var i = 0; i < _buckets.Length; i++) _buckets[i] *= Forget;
        _buckets[bucket] += 1 - Forget;
        _entries++;
        Forget = Math.Clamp(1 - _startWeight / (_entries + 1), 0, _finalForget);
    }

    /// <summary>The lowest bucket with at most 1 − <paramref name="share"/> above it.</summary>
    public int Quantile(double share)
    {
        var above = 1 - _buckets[0];
        var i = 0;
        while (above > 1 - share && i < _buckets.Length - 1) above -= _buckets[++i];
        return i;
    }
}

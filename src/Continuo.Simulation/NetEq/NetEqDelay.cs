namespace Continuo.Simulation.NetEq;

/// <summary>
/// NetEq's delay manager: the target is the 0.95 quantile of the maximum relative delay of each half second, in steps of 20 ms (forget
/// factor 0.983, start weight 2, 80 ms before the first), or more if waiting for reordered packets costs less than losing them at 20 ms per
/// percent (forget factor 0.9993).
/// </summary>
internal sealed class NetEqDelay
{
    private const int Buckets = 100;
    private const double BucketMs = 20;
    private const double StartMs = 80;
    private const double Quantile = 0.95;
    private const double IntervalMs = 500;
    private const double MsPerLossPercent = 20;

    private readonly NetEqHistogram _underruns = new(Buckets, 0.983, 2);
    private readonly NetEqHistogram _reorderings = new(Buckets, 0.9993, 2);
    private double _intervalStart = double.NaN;
    private double _greatest;
    private double _underrunMs = StartMs;

    public double TargetMs { get; private set; } = StartMs;

    /// <summary>Whether the target is determined by reordered packets.</summary>
    public bool IsForReordering { get; private set; }

    public void Update(double delayMs, bool overtaken, double nowMs)
    {
        if (!overtaken) UpdateUnderruns(delayMs, nowMs);
        AddTo(_reorderings, overtaken ? delayMs : 0);
        var reorderMs = (1 + CheapestBucket(_underrunMs)) * BucketMs;
        IsForReordering = reorderMs > _underrunMs;
        TargetMs = Math.Max(_underrunMs, reorderMs);
    }

    private static void AddTo(NetEqHistogram histogram, double delayMs)
    {
        var bucket = (int)(delayMs / BucketMs);
        if (bucket < Buckets) histogram.Add(bucket);
    }

    private void UpdateUnderruns(double delayMs, double nowMs)
    {
        if (double.IsNaN(_intervalStart)) _intervalStart = nowMs;
        if (nowMs - _intervalStart > IntervalMs)
        {
            AddTo(_underruns, _greatest);
            _underrunMs = (1 + _underruns.Quantile(Quantile)) * BucketMs;
            _intervalStart = nowMs;
            _greatest = 0;
        }

        _greatest = Math.Max(_greatest, delayMs);
    }

    private int CheapestBucket(double baseMs)
    {
        var cheapest = 0;
        var least = double.PositiveInfinity;
        var loss = 1.0;
        for (var i = 0; i < Buckets; i++)
        {
            loss -= _reorderings.Buckets[i];
            var cost = Math.Max(0, i * BucketMs - baseMs) + 100 * MsPerLossPercent * Math.Max(0, loss);
            if (cost < least - 1e-9) (least, cheapest) = (cost, i);
            if (loss <= 1e-9) break;
        }

        return cheapest;
    }
}

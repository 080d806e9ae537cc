namespace Continuo.Simulation.NetEq;

/// <summary>
/// NetEq's packet arrival history: how much later a packet arrives than the earliest of the last two seconds (of media time). Reordered
/// packets are stored but do not count as earliest or latest.
/// </summary>
internal sealed class NetEqArrivals(double sampleRate)
{
    private const double WindowMs = 2000;

    private readonly List<(long MediaTime, double ArrivalMs, bool InOrder)> _history = [];
    private long _newest = long.MinValue;

    public int Count => _history.Count;

    /// <summary>Adds a packet; false if it is known or too old.</summary>
    public bool Insert(long mediaTime, double arrivalMs)
    {
        if (_history.Count > 0 && ToMs(_newest - mediaTime) > WindowMs) return false;
        foreach (var known in _history)
        {
            if (known.MediaTime == mediaTime) return false;
        }

        var inOrder = mediaTime > _newest;
        _history.Add((mediaTime, arrivalMs, inOrder));
        if (!inOrder) return true;
        _newest = mediaTime;
        _history.RemoveAll(p => ToMs(_newest - p.MediaTime) > WindowMs);
        return true;
    }

    /// <summary>Whether a packet is the newest.</summary>
    public bool IsNewest(long mediaTime) => mediaTime == _newest;

    /// <summary>Current delay of a media time relative to the earliest packet, in milliseconds; never negative.</summary>
    public double DelayMs(long mediaTime, double nowMs) =>
        _history.Count == 0 ? 0 : Math.Max(0, nowMs - ToMs(mediaTime) - Extreme(Math.Min));

    /// <summary>Maximum delay in the window.</summary>
    public double MaxDelayMs() => _history.Count == 0 ? 0 : Extreme(Math.Max) - Extreme(Math.Min);

    private double Extreme(Func<double, double, double> choose)
    {
        var best = double.NaN;
        foreach (var (mediaTime, arrivalMs, inOrder) in _history)
        {
            if (!inOrder) continue;
            var offset = arrivalMs - ToMs(mediaTime);
            best = double.IsNaN(best) ? offset : choose(best, offset);
        }

        return best;
    }

    private double ToMs(long frames) => frames * 1000 / sampleRate;
}

namespace Continuo.Simulation.Playout;

/// <summary>Delays weighted by frames, in steps of a tenth of a millisecond: mean and percentiles.</summary>
internal sealed class DelayHistogram
{
    private readonly SortedDictionary<long, long> _steps = [];
    private double _sum;
    private long _frames;

    public double Mean => _frames == 0 ? 0 : _sum / _frames;

    public void Add(double ms, long frames)
    {
        var step = (long)Math.Round(ms * 10);
        _steps[step] = _steps.GetValueOrDefault(step) + frames;
        _sum += ms * frames;
        _frames += frames;
    }

    public double Percentile(double share)
    {
        var left = share * _frames;
        foreach (var (step, frames) in _steps)
        {
            left -= frames;
            if (left <= 0) return step / 10.0;
        }

        return 0;
    }
}

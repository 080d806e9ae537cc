namespace Continuo.Simulation.Plots;

/// <summary>Maps values from 0 to a range of pixels, and chooses round values for its marks.</summary>
/// <param name="most">Maximum value.</param>
/// <param name="from">Pixel of 0.</param>
/// <param name="to">Pixel of the maximum.</param>
internal readonly struct PlotAxis(double most, double from, double to)
{
    public double Most => most;

    /// <summary>The pixel of a value; values above the maximum stay at the edge.</summary>
    public double At(double value) => from + (to - from) * Math.Clamp(value, 0, most) / most;

    /// <summary>The step among 1, 2 and 5 times powers of ten that gives at most <paramref name="count"/> marks.</summary>
    public double Step(int count)
    {
        var step = Math.Pow(10, Math.Floor(Math.Log10(most / count)));
        foreach (var factor in (ReadOnlySpan<double>)[1, 2, 5])
        {
            if (most / (step * factor) <= count) return step * factor;
        }

        return step * 10;
    }

    public IEnumerable<double> Marks(int count)
    {
        var (step, end) = (Step(count), most * 1.0001);
        return Enumerable.Range(0, (int)(end / step) + 1).Select(i => i * step);
    }
}

namespace Continuo.Simulation.Drift;

/// <summary>
/// Measures which frame is heard, by a ramp that is sent beside the tone: it rises by the same step with every frame and falls back once a
/// second. Interpolation by a symmetric filter leaves a ramp unchanged, so its value gives the position to a hundredth of a frame.
/// </summary>
internal sealed class PlaceMeter(int period)
{
    private const double StepTolerance = 0.1;
    private const int Edge = 64; // frames around the fall, where the filter rings
    private double _last = double.NaN;
    private int _blind;

    /// <summary>Number of steps between neighbours that were not one frame.</summary>
    public long BadSteps { get; private set; }

    /// <summary>Value of the ramp at a frame.</summary>
    public static float ValueOf(long frame, int period) => (float)((double)(frame % period) / period);

    /// <summary>The position nearest to <paramref name="expected"/>; NaN near the ramp's fall.</summary>
    public double PlaceOf(float value, double expected)
    {
        var phase = expected - Math.Floor(expected / period) * period;
        if (phase < 4 * Edge || phase > period - 4 * Edge) return double.NaN;
        double place = value * period;
        return place + Math.Round((expected - place) / period) * period;
    }

    /// <summary>Counts the steps in the output that are not one frame.</summary>
    public void Take(ReadOnlySpan<float> samples, int first, int stride)
    {
        for (var i = first; i < samples.Length; i += stride)
        {
            double place = samples[i] * period;
            if (place < Edge || place > period - Edge) _blind = 2 * Edge;
            if (_blind == 0 && Math.Abs(place - _last - 1) > StepTolerance) BadSteps++;
            _last = place;
            if (_blind > 0) _blind--;
        }
    }

    /// <summary>The next output does not continue the last.</summary>
    public void Break() => _blind = Edge;
}

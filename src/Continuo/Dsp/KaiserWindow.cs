namespace Continuo.Dsp;

/// <summary>
/// Windowed-sinc filter design with a Kaiser window (Kaiser, 1974). Thread-safe; used when filters are designed, not while they run.
/// </summary>
internal static class KaiserWindow
{
    /// <summary>A sinc of unit period under a Kaiser window, not normalized.</summary>
    /// <param name="distance">Distance from the centre, in samples.</param>
    /// <param name="half">Half the length of the window, in samples.</param>
    /// <param name="beta">Shape: greater means more attenuation and a wider transition.</param>
    public static double Sinc(double distance, double half, double beta)
    {
        var edge = distance / half;
        var sinc = distance == 0 ? 1 : Math.Sin(Math.PI * distance) / (Math.PI * distance);
        return sinc * Bessel(beta * Math.Sqrt(Math.Max(0, 1 - edge * edge)));
    }

    /// <summary>Modified Bessel function I₀, by its power series.</summary>
    private static double Bessel(double x)
    {
        var (sum, term) = (1.0, 1.0);
        for (var k = 1; term > sum * 1e-17; k++)
        {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }

        return sum;
    }
}

namespace Continuo.Simulation.Networks;

/// <summary>
/// A random number generator with the same results for a seed on every machine: SplitMix64 (Steele, Lea, Flood: "Fast splittable
/// pseudorandom number generators", OOPSLA 2014), with logarithm and exponential made of additions, multiplications and divisions only,
/// which IEEE 754 defines to the last bit. Not thread-safe.
/// </summary>
public sealed class SimulationRandom(ulong seed)
{
    private const double Ln2 = 0.693147180559945309417;

    private ulong _state = seed;

    /// <summary>The next 64 bits.</summary>
    public ulong NextBits()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Creates an independent generator, so that one part of a network can change without affecting the others.</summary>
    public SimulationRandom Fork() => new(NextBits());

    /// <summary>Uniform in 0 ≤ x &lt; 1.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>True with the given probability.</summary>
    public bool Happens(double probability) => NextDouble() < probability;

    /// <summary>Exponential with the given mean.</summary>
    public double NextExponential(double mean) => -mean * Log(1 - NextDouble());

    /// <summary>Normal with mean 0 and standard deviation 1 (Marsaglia's polar method).</summary>
    public double NextNormal()
    {
        while (true)
        {
            var x = 2 * NextDouble() - 1;
            var y = 2 * NextDouble() - 1;
            var s = x * x + y * y;
            if (s is > 0 and < 1) return x * Math.Sqrt(-2 * Log(s) / s);
        }
    }

    /// <summary>
    /// Log-normal: the exponential of a normal number with standard deviation <paramref name="sigma"/>, with the given median.
    /// </summary>
    public double NextLogNormal(double median, double sigma) => median * Exp(sigma * NextNormal());

    /// <summary>Pareto: at least <paramref name="least"/>; the smaller <paramref name="shape"/>, the longer the tail.</summary>
    public double NextPareto(double least, double shape) => least * Exp(-Log(1 - NextDouble()) / shape);

    /// <summary>Gamma with mean <paramref name="shape"/> × <paramref name="scale"/> (Marsaglia and Tsang, 2000).</summary>
    public double NextGamma(double shape, double scale)
    {
        if (shape < 1) return NextGamma(shape + 1, scale) * Exp(Log(1 - NextDouble()) / shape);
        var d = shape - 1.0 / 3;
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = NextNormal();
            var t = 1 + c * x;
            var v = t * t * t;
            if (v > 0 && Log(1 - NextDouble()) < 0.5 * x * x + d - d * v + d * Log(v)) return d * v * scale;
        }
    }

    /// <summary>Natural logarithm of a positive number: the exponent separately, then 2·artanh((m − 1)/(m + 1)) as a series.</summary>
    internal static double Log(double x)
    {
        var exponent = Math.ILogB(x);
        var m = Math.ScaleB(x, -exponent);
        if (m > 1.5)
        {
            m *= 0.5;
            exponent++;
        }

        var z = (m - 1) / (m + 1);
        var square = z * z;
        var sum = 0.0;
        for (var i = 31; i >= 1; i -= 2) sum = sum * square + 1.0 / i;
        return exponent * Ln2 + 2 * z * sum;
    }

    /// <summary>e to the power of x: powers of two separately, then the Taylor series.</summary>
    internal static double Exp(double x)
    {
        var power = (int)Math.Round(Math.Clamp(x, -700, 700) / Ln2);
        var rest = Math.Clamp(x, -700, 700) - power * Ln2;
        var sum = 1.0;
        for (var i = 18; i >= 1; i--) sum = 1 + sum * rest / i;
        return Math.ScaleB(sum, power);
    }
}

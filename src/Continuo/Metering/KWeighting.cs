using System.Runtime.Intrinsics;
using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Metering;

/// <summary>
/// The frequency weighting of BS.1770: a high shelf (the head) and a high-pass (the ear's low end), for two channels at once. Double
/// precision, because the high-pass corner is at 1/1000 of the rate.
/// </summary>
/// <remarks>
/// Recommendation ITU-R BS.1770-4, annex 1, gives coefficients for 48 kHz only. The analogue prototypes are from B. De Man, "Evaluation of
/// implementations of the EBU R128 loudness measurement" (AES 145, 2018): shelf f₀ 1681.97 Hz, +3.9998 dB, Q 0.70718; high-pass f₀ 38.1355
/// Hz, Q 0.50033; bilinear transform with the frequency pre-warped at every rate. The high-pass keeps the gain that the Recommendation's
/// numerator 1, −2, 1 has at 48 kHz.
/// </remarks>
internal struct KWeighting
{
    private Vector128<double> _shelf1, _shelf2, _pass1, _pass2;

    /// <summary>Filters frames and returns the sum of squares of each of two channels.</summary>
    /// <param name="samples">Interleaved.</param>
    /// <param name="channels">Samples per frame.</param>
    /// <param name="left">Index of the first channel in a frame.</param>
    /// <param name="right">Index of the second; the same as the first if there is none.</param>
    /// <param name="filter">The coefficients at this rate.</param>
    [RealTime]
    public Vector128<double> Energy(ReadOnlySpan<float> samples, int channels, int left, int right, in Coefficients filter)
    {
        var (b0, b1, b2) = (Vector128.Create(filter.Shelf0), Vector128.Create(filter.Shelf1), Vector128.Create(filter.Shelf2));
        var (a1, a2) = (Vector128.Create(-filter.ShelfBack1), Vector128.Create(-filter.ShelfBack2));
        var (p0, p1) = (Vector128.Create(filter.Pass), Vector128.Create(-2 * filter.Pass));
        var (q1, q2) = (Vector128.Create(-filter.PassBack1), Vector128.Create(-filter.PassBack2));
        var (s1, s2, t1, t2) = (_shelf1, _shelf2, _pass1, _pass2);
        var sum = Vector128<double>.Zero;

        // Transposed direct form II: each loop has one multiply-add, and the two filters overlap in the pipeline.
        for (var at = 0; at + channels <= samples.Length; at += channels)
        {
            var x = Vector128.Create((double)samples[at + left], samples[at + right]);
            var y = Vector128.MultiplyAddEstimate(b0, x, s1);
            s1 = Vector128.MultiplyAddEstimate(a1, y, Vector128.MultiplyAddEstimate(b1, x, s2));
            s2 = Vector128.MultiplyAddEstimate(a2, y, b2 * x);
            var z = Vector128.MultiplyAddEstimate(p0, y, t1);
            t1 = Vector128.MultiplyAddEstimate(q1, z, Vector128.MultiplyAddEstimate(p1, y, t2));
            t2 = Vector128.MultiplyAddEstimate(q2, z, p0 * y);
            sum = Vector128.MultiplyAddEstimate(z, z, sum);
        }

        (_shelf1, _shelf2, _pass1, _pass2) = (s1, s2, t1, t2);
        return sum;
    }

    /// <summary>Replaces NaN and very small values by 0: denormal numbers would make silence the slowest input.</summary>
    [RealTime]
    public void Settle()
    {
        var largest = Vector128.Max(Vector128.Max(Vector128.Abs(_shelf1), Vector128.Abs(_shelf2)),
            Vector128.Max(Vector128.Abs(_pass1), Vector128.Abs(_pass2)));
        var sane = Vector128.LessThan(largest, Vector128.Create(1e60)) & Vector128.GreaterThan(largest, Vector128.Create(1e-30));
        (_shelf1, _shelf2, _pass1, _pass2) = (_shelf1 & sane, _shelf2 & sane, _pass1 & sane, _pass2 & sane);
    }

    /// <summary>
    /// The loudness of a mean energy summed over the weighted channels; the constant compensates the filters' gain at 1 kHz.
    /// </summary>
    [RealTime]
    public static double Lufs(double energy) => -0.691 + Decibels.FromPower(energy);

    /// <summary>Numerators and denominators of both filters. The denominators' leading coefficient is 1 and not stored.</summary>
    internal readonly record struct Coefficients(
        double Shelf0, double Shelf1, double Shelf2, double ShelfBack1, double ShelfBack2, double Pass, double PassBack1, double PassBack2)
    {
        /// <summary>Transforms the analogue prototypes to <paramref name="rate"/> frames per second.</summary>
        public static Coefficients At(double rate)
        {
            const double ShelfHz = 1681.974450955533, ShelfDb = 3.999843853973347, ShelfQ = 0.7071752369554196;
            var high = Math.Pow(10, ShelfDb / 20);
            var band = Math.Pow(high, 0.4996667741545416);
            var k = Math.Tan(Math.PI * ShelfHz / rate);
            var norm = 1 + k / ShelfQ + k * k;
            var (pass, back1, back2) = HighPass(rate);
            return new Coefficients(
                (high + band * k / ShelfQ + k * k) / norm,
                2 * (k * k - high) / norm,
                (high - band * k / ShelfQ + k * k) / norm,
                2 * (k * k - 1) / norm,
                (1 - k / ShelfQ + k * k) / norm,
                pass / HighPass(48_000).Gain,
                back1,
                back2);
        }

        private static (double Gain, double Back1, double Back2) HighPass(double rate)
        {
            const double Hz = 38.13547087602444, Q = 0.5003270373238773;
            var k = Math.Tan(Math.PI * Hz / rate);
            var norm = 1 + k / Q + k * k;
            return (1 / norm, 2 * (k * k - 1) / norm, (1 - k / Q + k * k) / norm);
        }
    }
}

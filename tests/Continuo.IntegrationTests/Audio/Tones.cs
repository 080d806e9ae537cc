using System.Numerics;

namespace Continuo.IntegrationTests.Audio;

/// <summary>Measures tones in recordings, over more than 120 dB.</summary>
public static class Tones
{
    /// <summary>
    /// The amplitude of a tone, in dB of full scale: the signal's product with the tone under a Blackman–Harris window (F. J. Harris,
    /// Proc. IEEE 66, 1978), whose side lobes lie 92 dB down and fall further away.
    /// </summary>
    /// <param name="samples">One channel.</param>
    /// <param name="hertz">The tone.</param>
    /// <param name="sampleRate">Frames per second.</param>
    public static double LevelDb(ReadOnlySpan<float> samples, double hertz, int sampleRate)
    {
        var sum = Complex.Zero;
        var weight = 0.0;
        for (var i = 0; i < samples.Length; i++)
        {
            var x = 2 * Math.PI * i / samples.Length;
            var window = 0.35875 - (0.48829 * Math.Cos(x)) + (0.14128 * Math.Cos(2 * x)) - (0.01168 * Math.Cos(3 * x));
            sum += samples[i] * window * Complex.FromPolarCoordinates(1, -2 * Math.PI * hertz * i / sampleRate);
            weight += window;
        }

        return 20 * Math.Log10(Math.Max(2 * sum.Magnitude / weight, 1e-12));
    }

    /// <summary>
    /// What is left when steady tones are taken out by least squares (each alone: over long stretches tones are as good as orthogonal), as
    /// RMS in dB of full scale.
    /// </summary>
    public static double ResidualDb(ReadOnlySpan<float> samples, double[] hertz, int sampleRate)
    {
        var rest = new double[samples.Length];
        for (var i = 0; i < rest.Length; i++) rest[i] = samples[i];
        // A few rounds, because each tone's fit is disturbed a little by the other's rest.
        foreach (var tone in Enumerable.Repeat(hertz, 4).SelectMany(h => h))
        {
            var sum = Complex.Zero;
            for (var i = 0; i < rest.Length; i++)
            {
                sum += rest[i] * Complex.FromPolarCoordinates(2.0 / rest.Length, -2 * Math.PI * tone * i / sampleRate);
            }

            for (var i = 0; i < rest.Length; i++)
            {
                rest[i] -= (sum * Complex.FromPolarCoordinates(1, 2 * Math.PI * tone * i / sampleRate)).Real;
            }
        }

        return 10 * Math.Log10(Math.Max(rest.Average(r => r * r), 1e-24));
    }

    /// <summary>
    /// The frames between which a tone sounds: the longest stretch in which its level, in blocks of 10 ms, is above a threshold. Pauses
    /// below 50 ms do not end it; a click elsewhere, which has something of every tone, is none.
    /// </summary>
    /// <returns>Start and end in frames, to half a millisecond; (−1, −1) if it never sounds.</returns>
    public static (int Start, int End) Extent(ReadOnlySpan<float> samples, double hertz, int sampleRate, double thresholdDb = -30)
    {
        var block = sampleRate / 100;
        var (longest, run) = ((Start: -1, End: -1), (Start: -1, End: -1));
        for (var at = 0; at + block <= samples.Length; at += block / 4)
        {
            if (LevelDb(samples.Slice(at, block), hertz, sampleRate) < thresholdDb) continue;
            run = run.Start < 0 || at - run.End > block * 5 ? (at, at + block) : (run.Start, at + block);
            if (run.End - run.Start > longest.End - longest.Start) longest = run;
        }

        if (longest.Start < 0) return longest;
        var fine = sampleRate / 2000;
        var (start, end) = longest;
        while (start - fine >= 0 && LevelDb(samples.Slice(start - fine, block), hertz, sampleRate) >= thresholdDb) start -= fine;
        while (end + fine <= samples.Length && LevelDb(samples.Slice(end + fine - block, block), hertz, sampleRate) >= thresholdDb)
        {
            end += fine;
        }

        return (start, end);
    }
}

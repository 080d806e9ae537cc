using System.Numerics;
using System.Runtime.CompilerServices;

namespace Continuo.Simulation.Load;

/// <summary>
/// Bursts of 20 ms with a raised cosine as their envelope, above the sines. The first speakers of a room send one per second, each at a
/// frequency and at a time of its own. Found in time by its envelope.
/// </summary>
internal static class MarkerBurst
{
    /// <summary>Number of different bursts, and of the speakers who send one.</summary>
    public const int Count = 8;

    private const double LowHertz = 8000;
    private const double StepHertz = 500;
    private const double Seconds = 0.02;
    private const double Amplitude = 0.08;
    private const int StepsPerSecond = 1000;

    /// <summary>Where in the second the middle of a speaker's burst lies.</summary>
    public static double CentreSeconds(int marker) => (marker + 0.5) / Count;

    /// <summary>Adds a burst to a second of audio.</summary>
    public static void AddTo(Span<float> second, int rate, int marker)
    {
        var length = (int)(Seconds * rate);
        var first = (int)(CentreSeconds(marker) * rate) - length / 2;
        for (var i = 0; i < length; i++)
        {
            second[first + i] += (float)(Amplitude * Envelope(i, length) * Math.Sin(2 * Math.PI * HertzOf(marker) * i / rate));
        }
    }

    /// <summary>Finds a burst.</summary>
    /// <param name="samples">One channel.</param>
    /// <param name="rate">Sample rate.</param>
    /// <param name="marker">Which burst.</param>
    /// <param name="gain">Gain at which it must be heard; a codec may halve it.</param>
    /// <returns>The frame of its middle; negative if there is none that is complete.</returns>
    public static double Find(ReadOnlySpan<float> samples, int rate, int marker, double gain = 1)
    {
        var burst = Filter(rate, marker);
        var length = burst.Length;
        var step = rate / StepsPerSecond;
        var count = (samples.Length - length) / step;
        if (count < 3) return -1;
        var matches = new double[count];
        for (var i = 0; i < count; i++) matches[i] = Match(samples.Slice(i * step, length), burst);
        var best = Array.IndexOf(matches, matches.Max());
        if (best == 0 || best == count - 1 || matches[best] < 0.5 * gain) return -1;
        var (before, at, after) = (matches[best - 1], matches[best], matches[best + 1]);
        var bend = before - 2 * at + after;
        var offset = bend == 0 ? 0 : Math.Clamp((before - after) / (2 * bend), -0.5, 0.5);
        return (best + offset) * step + length / 2.0;
    }

    private static double HertzOf(int marker) => LowHertz + marker * StepHertz;

    private static double Envelope(int frame, int length) => 0.5 - 0.5 * Math.Cos(2 * Math.PI * frame / length);

    /// <summary>1 for the burst itself at unity gain, whatever its phase.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Match(ReadOnlySpan<float> samples, Complex[] burst)
    {
        var (real, imaginary) = (0.0, 0.0);
        for (var i = 0; i < samples.Length; i++)
        {
            real += samples[i] * burst[i].Real;
            imaginary += samples[i] * burst[i].Imaginary;
        }

        return Math.Sqrt(real * real + imaginary * imaginary);
    }

    /// <summary>The burst as a matched filter of unity gain.</summary>
    private static Complex[] Filter(int rate, int marker)
    {
        var length = (int)(Seconds * rate);
        var norm = Enumerable.Range(0, length).Sum(i => Envelope(i, length) * Envelope(i, length)) * Amplitude / 2;
        return [.. Enumerable.Range(0, length)
            .Select(i => Complex.FromPolarCoordinates(Envelope(i, length) / norm, 2 * Math.PI * HertzOf(marker) * i / rate))];
    }
}

using System.Numerics;

namespace Continuo.Simulation.Load;

/// <summary>
/// A burst of 9 kHz, 20 ms long with a raised cosine as its envelope, in the middle of each second: above the sines, and found in time by
/// its envelope.
/// </summary>
internal static class MarkerBurst
{
    /// <summary>Where in the second the middle of the burst lies.</summary>
    public const double CentreSeconds = 0.5;

    private const double Hertz = 9000;
    private const double Seconds = 0.02;
    private const double Amplitude = 0.08;
    private const int StepsPerSecond = 1000;

    /// <summary>Adds the burst to a second of audio.</summary>
    public static void AddTo(Span<float> second, int rate)
    {
        var length = (int)(Seconds * rate);
        var first = (int)(CentreSeconds * rate) - length / 2;
        for (var i = 0; i < length; i++)
        {
            second[first + i] += (float)(Amplitude * Envelope(i, length) * Math.Sin(2 * Math.PI * Hertz * i / rate));
        }
    }

    /// <summary>Finds the burst at unity gain.</summary>
    /// <returns>The frame of its middle; negative if there is none that is complete.</returns>
    public static double Find(ReadOnlySpan<float> samples, int rate)
    {
        var burst = Filter(rate);
        var length = burst.Length;
        var step = rate / StepsPerSecond;
        var count = (samples.Length - length) / step;
        if (count < 3) return -1;
        var matches = new double[count];
        for (var i = 0; i < count; i++) matches[i] = Match(samples.Slice(i * step, length), burst);
        var best = Array.IndexOf(matches, matches.Max());
        if (best == 0 || best == count - 1 || matches[best] < 0.3) return -1;
        var (before, at, after) = (matches[best - 1], matches[best], matches[best + 1]);
        var bend = before - 2 * at + after;
        var offset = bend == 0 ? 0 : Math.Clamp((before - after) / (2 * bend), -0.5, 0.5);
        return (best + offset) * step + length / 2.0;
    }

    private static double Envelope(int frame, int length) => 0.5 - 0.5 * Math.Cos(2 * Math.PI * frame / length);

    /// <summary>1 for the burst itself, whatever its phase.</summary>
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
    private static Complex[] Filter(int rate)
    {
        var length = (int)(Seconds * rate);
        var norm = Enumerable.Range(0, length).Sum(i => Envelope(i, length) * Envelope(i, length)) * Amplitude / 2;
        return [.. Enumerable.Range(0, length)
            .Select(i => Complex.FromPolarCoordinates(Envelope(i, length) / norm, 2 * Math.PI * Hertz * i / rate))];
    }
}

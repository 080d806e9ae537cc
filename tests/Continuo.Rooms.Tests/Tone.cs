namespace Continuo.Rooms.Tests;

/// <summary>Measures sines in a block.</summary>
internal static class Tone
{
    /// <summary>Amplitude at a frequency (Goertzel), of a mono block.</summary>
    public static double Amplitude(ReadOnlySpan<float> samples, double hertz, int rate = 48_000)
    {
        var (real, imaginary) = (0.0, 0.0);
        for (var i = 0; i < samples.Length; i++)
        {
            var angle = 2 * Math.PI * hertz * i / rate;
            real += samples[i] * Math.Cos(angle);
            imaginary += samples[i] * Math.Sin(angle);
        }

        return 2 * Math.Sqrt(real * real + imaginary * imaginary) / samples.Length;
    }

    /// <summary>The largest difference between neighbouring samples.</summary>
    public static float LargestStep(ReadOnlySpan<float> samples)
    {
        var largest = 0f;
        for (var i = 1; i < samples.Length; i++) largest = Math.Max(largest, Math.Abs(samples[i] - samples[i - 1]));
        return largest;
    }
}

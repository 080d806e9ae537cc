namespace Continuo.Rtp.Tests.Packets;

/// <summary>Sines, and how much of one is in a sound.</summary>
internal static class Tones
{
    public static float[] Sine(double frequency, int rate, int frames, int channels = 1, double amplitude = 0.5, long start = 0)
    {
        var samples = new float[frames * channels];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = (float)(amplitude * Math.Sin(2 * Math.PI * frequency * (start + (i / channels)) / rate));
        }

        return samples;
    }

    /// <summary>The amplitude of a frequency in a mono sound of whole periods.</summary>
    public static double AmplitudeOf(ReadOnlySpan<float> sound, double frequency, int rate)
    {
        double sine = 0, cosine = 0;
        for (var i = 0; i < sound.Length; i++)
        {
            var (s, c) = Math.SinCos(2 * Math.PI * frequency * i / rate);
            sine += s * sound[i];
            cosine += c * sound[i];
        }

        return 2 * Math.Sqrt((sine * sine) + (cosine * cosine)) / sound.Length;
    }

    public static double Rms(ReadOnlySpan<float> sound)
    {
        double sum = 0;
        foreach (var sample in sound) sum += (double)sample * sample;
        return Math.Sqrt(sum / sound.Length);
    }
}

using Continuo.Sources;

namespace Continuo.Tests.Sources;

internal static class Reading
{
    /// <summary>Opens a source and reads <paramref name="frames"/> in portions of <paramref name="portion"/>.</summary>
    public static float[] Open(IAudioSource source, int frames, int portion = 480)
    {
        source.Open();
        var samples = new List<float>();
        var buffer = new float[portion * source.Format.Channels];
        while (samples.Count < frames * source.Format.Channels)
        {
            var left = frames - samples.Count / source.Format.Channels;
            var read = source.Read(buffer.AsSpan(0, Math.Min(portion, left) * source.Format.Channels), TimeSpan.FromSeconds(5));
            if (read.Status == SourceStatus.End) break;
            Assert.Equal(SourceStatus.Data, read.Status);
            Assert.Equal(-1, read.CaptureTime);
            samples.AddRange(buffer.AsSpan(0, read.Frames * source.Format.Channels));
        }

        return [.. samples];
    }

    public static double Rms(ReadOnlySpan<float> samples)
    {
        var sum = 0.0;
        foreach (var sample in samples) sum += (double)sample * sample;
        return Math.Sqrt(sum / samples.Length);
    }

    /// <summary>The amplitude of one frequency in the samples: a Fourier sum at exactly that frequency.</summary>
    public static double Amplitude(ReadOnlySpan<float> mono, double hertz, int rate)
    {
        double re = 0, im = 0;
        for (var n = 0; n < mono.Length; n++)
        {
            var (sin, cos) = Math.SinCos(Math.Tau * hertz * n / rate);
            re += mono[n] * cos;
            im += mono[n] * sin;
        }

        return 2 * Math.Sqrt(re * re + im * im) / mono.Length;
    }
}

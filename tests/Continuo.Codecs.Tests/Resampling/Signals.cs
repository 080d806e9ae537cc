using Continuo.Codecs.Resampling;

namespace Continuo.Codecs.Tests.Resampling;

/// <summary>Test signals, computed in double precision, and a whole signal put through a resampler.</summary>
internal static class Signals
{
    public static float[] Sine(double frequency, int rate, int frames, double amplitude = 0.9)
    {
        var samples = new float[frames];
        for (var i = 0; i < frames; i++) samples[i] = (float)(amplitude * Math.Sin(2 * Math.PI * frequency * i / rate));
        return samples;
    }

    public static double Rms(ReadOnlySpan<float> samples)
    {
        double sum = 0;
        foreach (var sample in samples) sum += (double)sample * sample;
        return Math.Sqrt(sum / samples.Length);
    }

    public static float[] Resample(Resampler resampler, ReadOnlySpan<float> input, int block = 480)
    {
        var channels = resampler.InputFormat.Channels;
        var output = new List<float>();
        var room = new float[block * channels];
        while (input.Length > 0)
        {
            resampler.Process(input[..Math.Min(input.Length, block * channels)], room, out var read, out var written);
            output.AddRange(room.AsSpan(0, written * channels));
            input = input[(read * channels)..];
        }

        int left;
        while ((left = resampler.Flush(room)) > 0) output.AddRange(room.AsSpan(0, left * channels));
        return [.. output];
    }
}

using Continuo.Diagnostics;

namespace Continuo.Dsp;

/// <summary>
/// Fades: raised-cosine weights for starts, stops and breaks, and linear cross-fades between two versions of the same audio, whose
/// amplitudes add up. Thread-safe.
/// </summary>
internal static class Fade
{
    /// <summary>Length of the usual fade, 5 ms: too short to be heard as a fade, long enough not to click.</summary>
    public static int FramesAt(int sampleRate) => Math.Max(1, sampleRate / 200);

    /// <summary>Weights of a fade-in of <paramref name="frames"/> frames, half a cosine: frames + 1 values, from 0 to 1.</summary>
    public static float[] RisingLevels(int frames)
    {
        var levels = new float[frames + 1];
        for (var i = 0; i <= frames; i++) levels[i] = (float)(0.5 - 0.5 * Math.Cos(Math.PI * i / frames));
        return levels;
    }

    /// <summary>Weights of a fade-out of <paramref name="frames"/> frames, half a cosine, all between 1 and 0.</summary>
    public static float[] Falling(int frames)
    {
        var factors = new float[frames];
        for (var i = 0; i < frames; i++) factors[i] = (float)(0.5 + 0.5 * Math.Cos(Math.PI * (i + 1) / (frames + 1)));
        return factors;
    }

    /// <summary>
    /// Cross-fades <paramref name="samples"/> linearly into <paramref name="next"/>, which may overlap them further on. The fade has the
    /// length of <paramref name="samples"/>.
    /// </summary>
    [RealTime]
    public static void Into(Span<float> samples, ReadOnlySpan<float> next, int channels)
    {
        var step = (float)channels / samples.Length;
        for (var i = 0; i < samples.Length; i++) samples[i] += (next[i] - samples[i]) * ((i / channels + 0.5f) * step);
    }

    /// <summary>
    /// Cross-fades linearly from <paramref name="previous"/> into <paramref name="samples"/>, in place. The fade has the length of
    /// <paramref name="previous"/>.
    /// </summary>
    [RealTime]
    public static void From(ReadOnlySpan<float> previous, Span<float> samples, int channels)
    {
        var step = (float)channels / previous.Length;
        for (var i = 0; i < previous.Length; i++) samples[i] = previous[i] + (samples[i] - previous[i]) * ((i / channels + 0.5f) * step);
    }
}

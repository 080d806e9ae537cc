using Continuo.Diagnostics;

namespace Continuo.Rtp.Concealment;

/// <summary>Linear fades between two versions of the same audio, whose amplitudes add. Thread-safe; real-time-safe.</summary>
internal static class Crossfade
{
    /// <summary>Fades <paramref name="samples"/>, over their length, into <paramref name="next"/>, which may overlap them further on.</summary>
    [RealTime]
    public static void Into(Span<float> samples, ReadOnlySpan<float> next, int channels)
    {
        var step = (float)channels / samples.Length;
        for (var i = 0; i < samples.Length; i++) samples[i] += (next[i] - samples[i]) * ((i / channels + 0.5f) * step);
    }

    /// <summary>Fades from <paramref name="previous"/>, over its length, into <paramref name="samples"/>, where the result stands.</summary>
    [RealTime]
    public static void From(ReadOnlySpan<float> previous, Span<float> samples, int channels)
    {
        var step = (float)channels / previous.Length;
        for (var i = 0; i < previous.Length; i++) samples[i] = previous[i] + (samples[i] - previous[i]) * ((i / channels + 0.5f) * step);
    }
}

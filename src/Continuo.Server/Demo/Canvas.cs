using Continuo.Audio;

namespace Continuo.Server.Demo;

/// <summary>
/// A loop that is being made: what rings over its end goes on at its beginning, so that it repeats without a seam. One thread.
/// </summary>
internal sealed class Canvas(int channels, int frames = Score.Frames)
{
    private readonly float[] _samples = new float[frames * channels];

    /// <summary>Adds mono audio.</summary>
    /// <param name="sound">The audio.</param>
    /// <param name="frame">Where it begins.</param>
    /// <param name="left">Gain to the left, or the only, channel.</param>
    /// <param name="right">Gain to the right channel.</param>
    public void Add(ReadOnlySpan<float> sound, int frame, float left, float right = 0)
    {
        foreach (var sample in sound)
        {
            if (frame >= frames) frame -= frames;
            _samples[frame * channels] += sample * left;
            if (channels == 2) _samples[(frame * 2) + 1] += sample * right;
            frame++;
        }
    }

    /// <summary>Removes what is below hearing: the pulses of a voice are of one sign, and have a mean.</summary>
    public Canvas Centred()
    {
        for (var channel = 0; channel < channels; channel++)
        {
            // Run through once before, so that the filter is at the beginning as it is at the end.
            var mean = 0f;
            for (var i = channel; i < _samples.Length; i += channels) mean += 0.006f * (_samples[i] - mean);
            for (var i = channel; i < _samples.Length; i += channels)
            {
                mean += 0.006f * (_samples[i] - mean);
                _samples[i] -= mean;
            }
        }

        return this;
    }

    /// <summary>The clip, at a peak level in dBFS.</summary>
    public AudioClip ToClip(double peakDb = -6)
    {
        var peak = 0f;
        foreach (var sample in _samples) peak = Math.Max(peak, Math.Abs(sample));
        var gain = peak > 0 ? (float)Decibels.ToGain(peakDb) / peak : 0;
        foreach (ref var sample in _samples.AsSpan()) sample *= gain;
        return new AudioClip(new AudioFormat(Score.Rate, channels), _samples.AsMemory());
    }
}

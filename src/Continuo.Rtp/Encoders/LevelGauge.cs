using System.Numerics;
using System.Runtime.InteropServices;
using Continuo.Rtp.Wire;

namespace Continuo.Rtp.Encoders;

/// <summary>Level of the audio since the last packet, as RFC 6464 sends it. One thread.</summary>
internal sealed class LevelGauge
{
    private double _squares;
    private long _samples;

    /// <summary>Adds samples, −1…1.</summary>
    public void Add(ReadOnlySpan<float> samples)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(samples);
        var sum = Vector<float>.Zero;
        foreach (var vector in vectors) sum += vector * vector;
        double squares = Vector.Sum(sum);
        foreach (var sample in samples[(vectors.Length * Vector<float>.Count)..]) squares += sample * sample;
        _squares += squares;
        _samples += samples.Length;
    }

    /// <summary>The root mean square since the last call.</summary>
    public RtpAudioLevel Take()
    {
        var mean = _samples == 0 ? 0 : _squares / _samples;
        (_squares, _samples) = (0, 0);
        return RtpAudioLevel.FromRms((float)Math.Sqrt(mean));
    }
}

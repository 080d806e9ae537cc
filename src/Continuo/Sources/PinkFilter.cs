using Continuo.Diagnostics;

namespace Continuo.Sources;

/// <summary>
/// Makes white noise pink: first-order sections with poles two octaves apart, each with a zero one octave above its pole, fall by 3 dB per
/// octave on average, from 10 Hz to half the rate. The slope is the same at any sample rate.
/// </summary>
internal sealed class PinkFilter
{
    private const double LowestHertz = 10;

    private readonly double[] _poles;
    private readonly double[] _zeros;
    private readonly double[] _inputs;
    private readonly double[] _outputs;

    public PinkFilter(int sampleRate)
    {
        var poles = new List<double>();
        for (var hertz = LowestHertz; hertz < sampleRate / 2.0; hertz *= 4) poles.Add(hertz);
        _poles = [.. poles.Select(f => Math.Exp(-Math.Tau * f / sampleRate))];
        _zeros = [.. poles.Select(f => Math.Exp(-Math.Tau * 2 * f / sampleRate))];
        _inputs = new double[_poles.Length];
        _outputs = new double[_poles.Length];

        // The gain for white noise is the root of the impulse response's energy; the response decays long before a second.
        var energy = 0.0;
        for (var n = 0; n < sampleRate; n++)
        {
            var h = Next(n == 0 ? 1 : 0);
            energy += h * h;
        }

        NoiseGain = Math.Sqrt(energy);
        Reset();
    }

    /// <summary>Output RMS over input RMS, for white noise.</summary>
    public double NoiseGain { get; }

    public void Reset()
    {
        Array.Clear(_inputs);
        Array.Clear(_outputs);
    }

    [RealTime]
    public double Next(double sample)
    {
        for (var i = 0; i < _poles.Length; i++)
        {
            var output = sample - _zeros[i] * _inputs[i] + _poles[i] * _outputs[i];
            _inputs[i] = sample;
            _outputs[i] = output;
            sample = output;
        }

        return sample;
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace Continuo.Simulation.Load;

/// <summary>Measures amplitude and phase of many sines at once, under a Hann window. One thread.</summary>
internal sealed class ToneBank
{
    private static readonly int Lanes = Vector<double>.Count;

    private readonly int _frames;
    private readonly double[] _window;
    private readonly double[] _windowed;
    private readonly Vector<double>[] _turnReal;
    private readonly Vector<double>[] _turnImaginary;

    /// <param name="hertz">The frequencies, at least 4 / (frames / rate) apart.</param>
    /// <param name="rate">Sample rate.</param>
    /// <param name="frames">Length of the window.</param>
    public ToneBank(double[] hertz, int rate, int frames)
    {
        _frames = frames;
        Results = new Complex[hertz.Length];
        _windowed = new double[frames];
        _window = [.. Enumerable.Range(0, frames).Select(i => (0.5 - 0.5 * Math.Cos(2 * Math.PI * i / frames)) * 4 / frames)];
        var groups = (hertz.Length + Lanes - 1) / Lanes;
        (_turnReal, _turnImaginary) = (new Vector<double>[groups], new Vector<double>[groups]);
        for (var g = 0; g < groups; g++)
        {
            var angles = new double[Lanes];
            for (var i = 0; i < Lanes && g * Lanes + i < hertz.Length; i++) angles[i] = 2 * Math.PI * hertz[g * Lanes + i] / rate;
            _turnReal[g] = new Vector<double>([.. angles.Select(Math.Cos)]);
            _turnImaginary[g] = new Vector<double>([.. angles.Select(a => -Math.Sin(a))]);
        }
    }

    /// <summary>Amplitude and phase of each sine at the first frame of the last <see cref="Measure"/>.</summary>
    public Complex[] Results { get; }

    /// <summary>Measures a window of one channel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Measure(ReadOnlySpan<float> samples)
    {
        for (var i = 0; i < _frames; i++) _windowed[i] = samples[i] * _window[i];
        for (var g = 0; g < _turnReal.Length; g++)
        {
            var (turnReal, turnImaginary) = (_turnReal[g], _turnImaginary[g]);
            var (real, imaginary) = (Vector<double>.One, Vector<double>.Zero);
            var (sumReal, sumImaginary) = (Vector<double>.Zero, Vector<double>.Zero);
            foreach (var sample in _windowed)
            {
                var value = new Vector<double>(sample);
                sumReal += value * real;
                sumImaginary += value * imaginary;
                (real, imaginary) = (real * turnReal - imaginary * turnImaginary, real * turnImaginary + imaginary * turnReal);
            }

            for (var i = 0; i < Lanes && g * Lanes + i < Results.Length; i++)
            {
                Results[g * Lanes + i] = new Complex(sumReal[i], sumImaginary[i]);
            }
        }
    }
}

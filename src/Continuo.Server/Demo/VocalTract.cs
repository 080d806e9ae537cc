using System.Runtime.CompilerServices;

namespace Continuo.Server.Demo;

/// <summary>A voice: pulses of the glottis, or breath, through three resonances in parallel. One thread.</summary>
internal sealed class VocalTract(uint seed)
{
    private static readonly float[] Widths = [80, 100, 140];
    private static readonly float[] Gains = [1, 0.55f, 0.28f];

    private readonly float[] _y1 = new float[3];
    private readonly float[] _y2 = new float[3];
    private readonly float[] _a = new float[3];
    private readonly float[] _b = new float[3];
    private readonly float[] _g = new float[3];
    private WhiteNoise _noise = new(seed);
    private float _phase;
    private float _soft;

    /// <summary>Sets the resonances. Call every few milliseconds while they move.</summary>
    public void Shape(Vowel vowel)
    {
        (float, float, float) hertz = (vowel.First, vowel.Second, vowel.Third);
        for (var i = 0; i < 3; i++)
        {
            var frequency = i == 0 ? hertz.Item1 : i == 1 ? hertz.Item2 : hertz.Item3;
            var radius = MathF.Exp(-MathF.PI * Widths[i] / Score.Rate);
            _a[i] = 2 * radius * MathF.Cos(MathF.Tau * frequency / Score.Rate);
            _b[i] = -radius * radius;
            _g[i] = Gains[i] * (1 - radius);
        }
    }

    /// <summary>The next sample.</summary>
    /// <param name="hertz">Pitch.</param>
    /// <param name="voiced">How much of the glottis, 0…1.</param>
    /// <param name="breath">How much noise, 0…1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float Next(float hertz, float voiced, float breath)
    {
        _phase += hertz / Score.Rate;
        if (_phase >= 1) _phase -= 1;

        // A glottal pulse after Rosenberg: opens slowly, closes fast. Its slope determines the sound.
        var pulse = _phase < 0.4f
            ? 0.5f * (1 - MathF.Cos(MathF.PI * _phase / 0.4f))
            : _phase < 0.56f ? MathF.Cos(MathF.PI * (_phase - 0.4f) / 0.32f) : 0;
        _soft += 0.35f * ((pulse * voiced) + (_noise.Next() * ((0.25f * breath) + (0.012f * voiced))) - _soft);
        var sum = 0f;
        for (var i = 0; i < 3; i++)
        {
            var y = (_g[i] * _soft) + (_a[i] * _y1[i]) + (_b[i] * _y2[i]);
            _y2[i] = _y1[i];
            _y1[i] = y;
            sum += i == 1 ? -y : y; // neighbours out of phase, so that there is no hole between them
        }

        return sum;
    }
}

namespace Continuo.Mumble.Tests.Servers;

/// <summary>The last half second of a mono signal, in which tones are measured.</summary>
internal sealed class ToneWindow
{
    private const int Frames = 24_000;

    private readonly float[] _samples = new float[Frames];
    private int _filled;

    public void Add(ReadOnlySpan<float> block)
    {
        lock (_samples)
        {
            _samples.AsSpan(block.Length).CopyTo(_samples);
            block.CopyTo(_samples.AsSpan(_samples.Length - block.Length));
            _filled += block.Length;
        }
    }

    /// <summary>What comes next is not continuous with what was before.</summary>
    public void Clear()
    {
        lock (_samples) _filled = 0;
    }

    /// <summary>Waits until a tone has an amplitude.</summary>
    public void Hears(double hertz, double amplitude) =>
        Until.True(
            () => Math.Abs(Amplitude(hertz) - amplitude) < 0.15 * amplitude,
            $"{hertz} Hz at {amplitude}; it is at {Amplitude(hertz)}");

    /// <summary>Waits until a tone is heard at all, at an amplitude that other programs have changed.</summary>
    public void HearsAtLeast(double hertz, double amplitude) =>
        Until.True(() => Amplitude(hertz) >= amplitude, $"{hertz} Hz at {amplitude} or more; it is at {Amplitude(hertz)}");

    /// <summary>Waits until a tone is not heard.</summary>
    public void DoesNotHear(double hertz) =>
        Until.True(() => Amplitude(hertz) is >= 0 and < 0.003, $"silence at {hertz} Hz; it is at {Amplitude(hertz)}");

    /// <summary>Amplitude of a tone; −1 before the window is full.</summary>
    public double Amplitude(double hertz)
    {
        double real = 0, imaginary = 0;
        lock (_samples)
        {
            if (_filled < Frames) return -1;
            for (var i = 0; i < Frames; i++)
            {
                var angle = 2 * Math.PI * hertz * i / 48_000;
                real += _samples[i] * Math.Cos(angle);
                imaginary += _samples[i] * Math.Sin(angle);
            }
        }

        return 2 * Math.Sqrt(real * real + imaginary * imaginary) / Frames;
    }
}

using System.Numerics;

namespace Continuo.Rtp.Latency;

/// <summary>
/// The marker's waveform: about two thirds of a second of reproducible noise, flat from 200 to 6000 Hz, a range that every codec and
/// loudspeaker transmits. A signal of this length and bandwidth can be detected 20 dB below other audio in its band.
/// </summary>
internal static class MarkerSignal
{
    /// <summary>Lowest frequency.</summary>
    public const double LowHertz = 200;

    /// <summary>Highest frequency.</summary>
    public const double HighHertz = 6000;

    private const double FadeSeconds = 0.01;
    private const int Seed = 20_480;

    /// <summary>Length in frames: a power of two, about two thirds of a second.</summary>
    public static int FramesAt(int sampleRate) => (int)BitOperations.RoundUpToPowerOf2((uint)(sampleRate / 2));

    /// <summary>The waveform at a rate, with mean power 1.</summary>
    public static float[] Create(int sampleRate)
    {
        var frames = FramesAt(sampleRate);
        var spectrum = new Complex[frames];
        var random = new SplitMix(Seed);
        var (low, high) = (Bin(LowHertz, sampleRate, frames), Math.Min(Bin(HighHertz, sampleRate, frames), frames / 2 - 1));
        for (var bin = low; bin <= high; bin++)
        {
            spectrum[bin] = Complex.FromPolarCoordinates(1, 2 * Math.PI * random.Next());
            spectrum[frames - bin] = Complex.Conjugate(spectrum[bin]);
        }

        new FourierTransform(frames).Inverse(spectrum);
        var level = Math.Sqrt(spectrum.Sum(x => x.Real * x.Real) / frames);
        var fade = (int)(FadeSeconds * sampleRate);
        var samples = new float[frames];
        for (var i = 0; i < frames; i++)
        {
            var edge = Math.Min(1, Math.Min(i + 1, frames - i) / (double)fade);
            samples[i] = (float)(spectrum[i].Real / level * edge);
        }

        return samples;
    }

    /// <summary>Bin of a frequency in a transform of a given length.</summary>
    public static int Bin(double hertz, int sampleRate, int length) => (int)Math.Round(hertz * length / sampleRate);

    /// <summary>A generator that does not change with library versions: both ends must create the same marker.</summary>
    private struct SplitMix(ulong state)
    {
        private ulong _state = state;

        public double Next()
        {
            _state += 0x9E3779B97F4A7C15;
            var z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return ((z ^ (z >> 31)) >> 11) * (1.0 / (1L << 53));
        }
    }
}

using Continuo.Diagnostics;

namespace Continuo.Simulation.Ours;

/// <summary>
/// A signal for simulations that is known at every position: voiced syllables of changing pitch with pauses between, so that time-scaling
/// processes both. −1…1, mono.
/// </summary>
internal sealed class SpeechLikeSignal
{
    private const double SyllablesPerSecond = 4;
    private const double LowestHz = 110;
    private const double HighestHz = 180;
    private readonly float[] _cycle;

    /// <summary>Creates the signal at a sample rate; it repeats after 4 s.</summary>
    public SpeechLikeSignal(int sampleRate)
    {
        _cycle = new float[4 * sampleRate];
        var phase = 0.0;
        for (var i = 0; i < _cycle.Length; i++)
        {
            var seconds = (double)i / sampleRate;
            var syllable = seconds * SyllablesPerSecond;
            var within = syllable - Math.Floor(syllable);
            var isSpoken = (int)syllable % 5 != 4;
            var hertz = LowestHz + (HighestHz - LowestHz) * (0.5 + 0.5 * Math.Sin(2 * Math.PI * seconds / 2));
            phase += 2 * Math.PI * hertz / sampleRate;
            var envelope = isSpoken ? Math.Pow(Math.Sin(Math.PI * within), 0.7) : 0.002;
            _cycle[i] = (float)(envelope * (0.4 * Math.Sin(phase) + 0.2 * Math.Sin(2 * phase + 1) + 0.1 * Math.Sin(3 * phase + 2)));
        }
    }

    /// <summary>Reads the samples from a position. Real-time-safe.</summary>
    [RealTime]
    public void Read(long position, Span<float> samples)
    {
        var at = (int)(((position % _cycle.Length) + _cycle.Length) % _cycle.Length);
        while (samples.Length > 0)
        {
            var count = Math.Min(samples.Length, _cycle.Length - at);
            _cycle.AsSpan(at, count).CopyTo(samples);
            samples = samples[count..];
            at = 0;
        }
    }
}

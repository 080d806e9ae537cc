namespace Continuo.Audio;

/// <summary>Peak and RMS level as amplitudes. 1 is full scale, 0 dBFS; a full-scale sine has an RMS of −3 dBFS.</summary>
/// <param name="Peak">Largest absolute sample value.</param>
/// <param name="Rms">Root mean square.</param>
internal readonly record struct AudioLevel(float Peak, double Rms)
{
    /// <summary>The peak in dBFS; −∞ for silence.</summary>
    public double PeakDb => Decibels.FromGain(Peak);

    /// <summary>The RMS in dBFS; −∞ for silence.</summary>
    public double RmsDb => Decibels.FromGain(Rms);

    /// <summary>
    /// Measures every <paramref name="step"/>th sample, beginning with index <paramref name="first"/>. Returns silence if there are no
    /// samples.
    /// </summary>
    internal static AudioLevel Of(ReadOnlySpan<float> samples, int first, int step)
    {
        var peak = 0f;
        var sum = 0.0;
        var count = 0L;
        for (var i = first; i < samples.Length; i += step, count++)
        {
            peak = Math.Max(peak, Math.Abs(samples[i]));
            sum += (double)samples[i] * samples[i];
        }

        return new AudioLevel(peak, count == 0 ? 0 : Math.Sqrt(sum / count));
    }
}

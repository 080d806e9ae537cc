using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Metering;

/// <summary>
/// The meters of one signal. One thread calls <see cref="Process"/>; reading values and <see cref="Reset"/> are thread-safe.
/// </summary>
public sealed class AudioMeter
{
    private bool _resetAsked;

    /// <summary>Creates the selected meters. Not real-time-safe.</summary>
    /// <param name="format">Sample rate and channels of the input.</param>
    /// <param name="parts">Meters to create. The properties of the others are <see langword="null"/>.</param>
    public AudioMeter(AudioFormat format, MeterParts parts)
    {
        if (parts.HasFlag(MeterParts.Levels)) Levels = new LevelMeter(format);
        if (parts.HasFlag(MeterParts.TruePeak)) TruePeak = new TruePeakMeter(format);
        if (parts.HasFlag(MeterParts.Loudness)) Loudness = new LoudnessMeter(format);
    }

    /// <summary>Meter of sample peak and RMS; <see langword="null"/> if it was not selected.</summary>
    public LevelMeter? Levels { get; }

    /// <summary>True-peak meter; <see langword="null"/> if it was not selected.</summary>
    public TruePeakMeter? TruePeak { get; }

    /// <summary>Loudness meter; <see langword="null"/> if it was not selected.</summary>
    public LoudnessMeter? Loudness { get; }

    /// <summary>Measures a block of any size. Real-time-safe; allocates nothing.</summary>
    /// <param name="samples">Frames × channels, interleaved.</param>
    [RealTime]
    public void Process(ReadOnlySpan<float> samples)
    {
        if (Volatile.Read(ref _resetAsked))
        {
            Volatile.Write(ref _resetAsked, false);
            Levels?.Reset();
            TruePeak?.Reset();
            Loudness?.Reset();
        }

        Levels?.Process(samples);
        TruePeak?.Process(samples);
        Loudness?.Process(samples);
    }

    /// <summary>
    /// Marks a discontinuity: the next samples do not continue the previous ones. The true-peak meter ignores the jump between them, which
    /// is not part of the signal. Call from the thread that calls <see cref="Process"/>; real-time-safe.
    /// </summary>
    [RealTime]
    public void Rejoin() => TruePeak?.Rejoin();

    /// <summary>Resets all meters at the next block. Thread-safe.</summary>
    public void Reset() => Volatile.Write(ref _resetAsked, true);
}

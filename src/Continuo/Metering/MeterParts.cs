namespace Continuo.Metering;

/// <summary>What an <see cref="AudioMeter"/> measures. Levels cost least, loudness most.</summary>
[Flags]
public enum MeterParts
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Sample peak and RMS.</summary>
    Levels = 1,

    /// <summary>True peak.</summary>
    TruePeak = 2,

    /// <summary>Momentary, short-term and integrated loudness, and loudness range.</summary>
    Loudness = 4,

    /// <summary>Everything.</summary>
    All = Levels | TruePeak | Loudness,
}

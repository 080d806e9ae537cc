namespace Continuo.Metering;

/// <summary>Selects what an <see cref="AudioMeter"/> measures. Levels use the least CPU time, loudness the most.</summary>
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

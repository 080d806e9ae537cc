namespace Continuo.Engine.Statistics;

/// <summary>
/// Settings and statistics of a track of an engine's player. Levels are measured after the fader; values that are not measured are −∞.
/// </summary>
/// <param name="Track">Number of the track.</param>
/// <param name="Length">Length in frames; −1 if unknown.</param>
/// <param name="GainDb">Gain in decibels.</param>
/// <param name="Pan">Pan position, −1…1.</param>
/// <param name="Mute">Whether the track is muted.</param>
/// <param name="Solo">Whether the track is soloed.</param>
/// <param name="HasFailed">Whether an error interrupted the track.</param>
/// <param name="Peak">Current level of the louder channel; 1 is full scale.</param>
/// <param name="Rms">RMS of the louder channel over the last 300 ms.</param>
/// <param name="TruePeakDb">Maximum true peak, in dBTP.</param>
/// <param name="Momentary">Momentary loudness (400 ms), in LUFS.</param>
/// <param name="ShortTerm">Short-term loudness (3 s), in LUFS.</param>
/// <param name="Integrated">Integrated (gated) loudness, in LUFS.</param>
/// <param name="Dropouts">Number of dropouts.</param>
/// <param name="LateFrames">Frames concealed or left silent during dropouts.</param>
public readonly record struct EngineTrackStatistics(
    int Track,
    long Length,
    double GainDb,
    double Pan,
    bool Mute,
    bool Solo,
    bool HasFailed,
    float Peak,
    float Rms,
    float TruePeakDb,
    float Momentary,
    float ShortTerm,
    float Integrated,
    long Dropouts,
    long LateFrames);

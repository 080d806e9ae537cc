namespace Continuo.Engine.Reports;

/// <summary>How a track of an engine's player is doing. Levels are behind the fader; what is not measured is −∞.</summary>
/// <param name="Track">Its number.</param>
/// <param name="Length">Its length in frames; −1 if that is not known.</param>
/// <param name="GainDb">Its gain.</param>
/// <param name="Pan">Its place, −1…1.</param>
/// <param name="Mute">Whether it is silent.</param>
/// <param name="Solo">Whether only it and others that are solo are heard.</param>
/// <param name="HasFailed">Whether something broke it off.</param>
/// <param name="Peak">The level of its louder channel now, 1 being full scale.</param>
/// <param name="Rms">The root of the mean square of that channel over the last 300 ms.</param>
/// <param name="TruePeakDb">Its highest true peak so far, in dBTP.</param>
/// <param name="Momentary">Its loudness over the last 400 ms, in LUFS.</param>
/// <param name="ShortTerm">That over the last 3 s.</param>
/// <param name="Integrated">The gated loudness of all of it.</param>
/// <param name="Dropouts">Number of times its audio was not there in time, or broke off.</param>
/// <param name="LateFrames">Number of frames made up or left silent then.</param>
public readonly record struct TrackReport(
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

namespace Continuo.Client.Contract.Messages;

/// <summary>Meters of a stream. Levels in dBFS and LUFS; <see langword="null"/> is silence.</summary>
/// <param name="PeakDb">Sample peak of each channel, falling by 20 dB in 1.7 s.</param>
/// <param name="RmsDb">RMS of each channel over 300 ms.</param>
/// <param name="TruePeakDb">Highest true peak since the meters were started, in dBTP.</param>
/// <param name="MomentaryLufs">Loudness of the last 400 ms.</param>
/// <param name="ShortLufs">Loudness of the last 3 s.</param>
/// <param name="IntegratedLufs">Gated loudness since the meters were started.</param>
/// <param name="RangeLu">Loudness range since then.</param>
/// <param name="Clipped">Whether a sample has reached full scale since then.</param>
/// <param name="Readers">Lag of each reader, by id.</param>
public sealed record StreamMeters(
    IReadOnlyList<double?> PeakDb,
    IReadOnlyList<double?> RmsDb,
    double? TruePeakDb,
    double? MomentaryLufs,
    double? ShortLufs,
    double? IntegratedLufs,
    double RangeLu,
    bool Clipped,
    IReadOnlyDictionary<string, ReaderMeter> Readers);

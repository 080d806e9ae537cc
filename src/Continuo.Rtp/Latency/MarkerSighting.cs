namespace Continuo.Rtp.Latency;

/// <summary>A detected marker.</summary>
/// <param name="Latency">Time from capture to playout of its first frame.</param>
/// <param name="StrengthDb">Correlation peak above the root mean square of the rest, in dB. Chance alone gives about 11 dB.</param>
/// <param name="SpeedPpm">Speed with the best match, relative to the sent marker, in ppm.</param>
internal readonly record struct MarkerSighting(TimeSpan Latency, double StrengthDb, double SpeedPpm);

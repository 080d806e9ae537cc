namespace Continuo.Rtp.Latency;

/// <summary>A marker that was found.</summary>
/// <param name="Latency">From the capture of its first frame to that being heard.</param>
/// <param name="StrengthDb">How far its peak in the correlation stands above the rest's root mean square, in decibels; chance alone gives about 11.</param>
/// <param name="SpeedPpm">At which speed, of those that were tried, it fits best, relative to how it was sent.</param>
internal readonly record struct MarkerSighting(TimeSpan Latency, double StrengthDb, double SpeedPpm);

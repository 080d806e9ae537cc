namespace Continuo.Rtp.Latency;

/// <summary>A marker that was found in what was heard.</summary>
/// <param name="Ms">Its latency in ms.</param>
/// <param name="StrengthDb">How far it stands out.</param>
/// <param name="Parts">The latency as the parts of the path wrote it down.</param>
/// <param name="IsSteady">Whether the delay stayed the same while it was on its way.</param>
internal readonly record struct FoundMarker(double Ms, double StrengthDb, LatencyBreakdown Parts, bool IsSteady);

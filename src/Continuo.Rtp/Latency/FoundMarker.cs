namespace Continuo.Rtp.Latency;

/// <summary>A marker that was detected.</summary>
/// <param name="Ms">Its latency in ms.</param>
/// <param name="StrengthDb">Detection strength in dB.</param>
/// <param name="Parts">The latency by stage, as recorded by each stage.</param>
/// <param name="IsSteady">Whether the delay was constant during the marker.</param>
internal readonly record struct FoundMarker(double Ms, double StrengthDb, LatencyBreakdown Parts, bool IsSteady);

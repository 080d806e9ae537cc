namespace Continuo.Client.Contract.Recordings;

/// <summary>A gap in a recording, written as silence.</summary>
/// <param name="AtSeconds">Where it begins.</param>
/// <param name="Seconds">Its length.</param>
/// <param name="Reason"><c>overrun</c>, <c>late</c>, <c>shed</c>, <c>device</c> or <c>outage</c>.</param>
public sealed record RecordingGap(double AtSeconds, double Seconds, string Reason);

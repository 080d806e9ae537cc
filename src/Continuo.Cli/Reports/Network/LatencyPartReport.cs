namespace Continuo.Cli.Reports.Network;

/// <summary>One part of a latency.</summary>
internal sealed record LatencyPartReport(string Name, double Ms);

namespace Continuo.Cli.Reports;

/// <summary>One part of a latency.</summary>
internal sealed record LatencyPartReport(string Name, double Ms);

namespace Continuo.Cli.Reports.Network;

/// <summary>One stage of a latency.</summary>
internal sealed record LatencyStageReport(string Name, double Ms);

namespace Continuo.Cli.Reports.Network;

/// <summary>Result of <c>simulate</c>.</summary>
/// <param name="Traces">One per trace.</param>
internal sealed record SimulationReport(IReadOnlyList<TraceReport> Traces);

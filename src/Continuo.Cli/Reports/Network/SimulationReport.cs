namespace Continuo.Cli.Reports.Network;

/// <summary>What <c>simulate</c> found.</summary>
/// <param name="Traces">One for each trace.</param>
internal sealed record SimulationReport(IReadOnlyList<TraceReport> Traces);

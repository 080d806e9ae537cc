namespace Continuo.Cli.Reports.Network;

/// <summary>The traces that <c>simulate</c> can draw.</summary>
/// <param name="Scenarios">One for each.</param>
internal sealed record ScenariosReport(IReadOnlyList<ScenarioReport> Scenarios);

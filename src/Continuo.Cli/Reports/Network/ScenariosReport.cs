namespace Continuo.Cli.Reports.Network;

/// <summary>The named traces of <c>simulate</c>.</summary>
/// <param name="Scenarios">One per trace.</param>
internal sealed record ScenariosReport(IReadOnlyList<ScenarioReport> Scenarios);

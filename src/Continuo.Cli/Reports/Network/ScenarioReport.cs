namespace Continuo.Cli.Reports.Network;

/// <summary>A named trace of <c>simulate</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Summary">What happens in it.</param>
/// <param name="Origin">Publication of its figures, if any.</param>
internal sealed record ScenarioReport(string Name, string Summary, string? Origin);

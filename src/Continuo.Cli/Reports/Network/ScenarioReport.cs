namespace Continuo.Cli.Reports.Network;

/// <summary>A trace that <c>simulate</c> can draw.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Summary">What happens in it.</param>
/// <param name="Origin">Where its figures were published, if they were.</param>
internal sealed record ScenarioReport(string Name, string Summary, string? Origin);

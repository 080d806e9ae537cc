namespace Continuo.Cli.Reports;

/// <summary>What a command that failed writes under <c>--json</c>.</summary>
internal sealed record FailureDocument(FailureReport Error);

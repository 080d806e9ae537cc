namespace Continuo.Cli.Reports;

/// <summary>Output of a failed command with <c>--json</c>.</summary>
internal sealed record FailureDocument(FailureReport Error);

namespace Continuo.Cli.Reports.Machine;

/// <summary>One check of the doctor.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="State">What it came to.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Remedy">What to do about it.</param>
internal sealed record CheckReport(string Name, CheckState State, string Detail, string? Remedy = null);

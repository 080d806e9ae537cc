namespace Continuo.Cli.Reports.Machine;

/// <summary>A bar of the histogram of wake-ups.</summary>
/// <param name="UpToMs">The largest lateness in it; <see langword="null"/> for what was later still.</param>
/// <param name="Wakes">How many wakings.</param>
internal sealed record WakeUpBarReport(double? UpToMs, long Wakes);

namespace Continuo.Cli.Reports.Machine;

/// <summary>A bar of the histogram of wake-ups.</summary>
/// <param name="UpToMs">Maximum lateness of the bar; <see langword="null"/> for the last one, without limit.</param>
/// <param name="Wakes">Number of wake-ups.</param>
internal sealed record WakeUpBarReport(double? UpToMs, long Wakes);

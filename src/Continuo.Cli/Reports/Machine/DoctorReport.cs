namespace Continuo.Cli.Reports.Machine;

/// <summary>Result of <c>continuo doctor</c>.</summary>
/// <param name="Version">Continuo's version.</param>
/// <param name="Usable">Whether the core works; all other parts may be missing.</param>
/// <param name="Checks">The checks.</param>
/// <param name="WakeUps">The measurement, if requested.</param>
internal sealed record DoctorReport(string Version, bool Usable, IReadOnlyList<CheckReport> Checks, WakeUpReport? WakeUps = null);

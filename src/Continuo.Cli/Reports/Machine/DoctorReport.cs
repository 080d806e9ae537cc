namespace Continuo.Cli.Reports.Machine;

/// <summary>All that <c>continuo doctor</c> has found.</summary>
/// <param name="Version">Continuo's version.</param>
/// <param name="Usable">Whether the core works; everything else may be missing.</param>
/// <param name="Checks">The checks.</param>
/// <param name="WakeUps">What was measured, if it was asked for.</param>
internal sealed record DoctorReport(string Version, bool Usable, IReadOnlyList<CheckReport> Checks, WakeUpReport? WakeUps = null);

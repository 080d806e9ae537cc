namespace Continuo.Cli.Reports.Desk;

/// <summary>State of a desk: what <c>continuo desk --json</c> prints each second.</summary>
/// <param name="Name">Name of the desk.</param>
/// <param name="ElapsedSeconds">Time since its start.</param>
/// <param name="PeakDb">Peak of the mix in dBFS; <see langword="null"/> for silence.</param>
/// <param name="Persons">The persons, by channel.</param>
/// <param name="Groups">The groups.</param>
/// <param name="Channels">The voice channels.</param>
/// <param name="Outputs">The sinks of the mix.</param>
/// <param name="Recording">The recording that runs; <see langword="null"/> if none does.</param>
/// <param name="Playing">Names of the announcements and replays that are heard.</param>
internal sealed record DeskReport(
    string Name,
    double ElapsedSeconds,
    double? PeakDb,
    IReadOnlyList<DeskPerson> Persons,
    IReadOnlyList<DeskGroup> Groups,
    IReadOnlyList<DeskLinkReport> Channels,
    IReadOnlyList<DeskLinkReport> Outputs,
    DeskRecording? Recording,
    IReadOnlyList<string> Playing);

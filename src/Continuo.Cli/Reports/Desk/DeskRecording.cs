namespace Continuo.Cli.Reports.Desk;

/// <summary>A recording at a desk.</summary>
/// <param name="Directory">Directory of the files.</param>
/// <param name="Seconds">Length so far.</param>
/// <param name="Files">Number of files: the mix, and one for each person who has spoken.</param>
/// <param name="Problem">Why a file is incomplete.</param>
internal sealed record DeskRecording(string Directory, double Seconds, int Files, string? Problem);

namespace Continuo.Cli.Reports;

/// <summary>What <c>mix</c> made.</summary>
/// <param name="File">Where it is.</param>
/// <param name="Tracks">How many were mixed.</param>
/// <param name="Seconds">How long it is.</param>
/// <param name="Frames">The same in frames.</param>
/// <param name="SampleRate">Frames per second.</param>
/// <param name="Channels">Samples per frame.</param>
/// <param name="Complete">Whether it was not ended early.</param>
/// <param name="TookSeconds">How long the mixing took.</param>
internal sealed record MixReport(string File, int Tracks, double Seconds, long Frames, int SampleRate, int Channels, bool Complete, double TookSeconds);

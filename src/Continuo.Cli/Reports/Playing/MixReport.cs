namespace Continuo.Cli.Reports.Playing;

/// <summary>What <c>mix</c> made.</summary>
/// <param name="Sink">Where it is.</param>
/// <param name="Tracks">How many were mixed.</param>
/// <param name="Frames">How long it is.</param>
/// <param name="Seconds">The same in seconds.</param>
/// <param name="SampleRate">Frames per second.</param>
/// <param name="Channels">Samples per frame.</param>
/// <param name="Complete">Whether it was not ended early.</param>
/// <param name="ElapsedSeconds">How long the mixing took.</param>
internal sealed record MixReport(string Sink, int Tracks, long Frames, double Seconds, int SampleRate, int Channels, bool Complete, double ElapsedSeconds);

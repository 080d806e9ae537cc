namespace Continuo.Cli.Reports.Playing;

/// <summary>Result of <c>mix</c>.</summary>
/// <param name="Sink">Path of the output.</param>
/// <param name="Tracks">Number of tracks.</param>
/// <param name="Frames">Length in frames.</param>
/// <param name="Seconds">Length in seconds.</param>
/// <param name="SampleRate">Frames per second.</param>
/// <param name="Channels">Samples per frame.</param>
/// <param name="Complete">Whether it was not ended early.</param>
/// <param name="ElapsedSeconds">Duration of the mixing.</param>
internal sealed record MixReport(
    string Sink,
    int Tracks,
    long Frames,
    double Seconds,
    int SampleRate,
    int Channels,
    bool Complete,
    double ElapsedSeconds);

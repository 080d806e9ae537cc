namespace Continuo.Cli.Reports;

/// <summary>Result of the demo.</summary>
/// <param name="Sink">The recording.</param>
/// <param name="Frames">Frames in the recording.</param>
/// <param name="Seconds">The same in seconds.</param>
/// <param name="SampleRate">Frames per second.</param>
/// <param name="Channels">Samples per frame.</param>
/// <param name="Chunks">Chunks written to the ring.</param>
/// <param name="Consumers">The consumers.</param>
/// <param name="SumsAgree">Whether written = read + dropped + stopped + pending for all of them.</param>
internal sealed record DemoReport(
    string Sink,
    long Frames,
    double Seconds,
    int SampleRate,
    int Channels,
    long Chunks,
    IReadOnlyList<DemoConsumerReport> Consumers,
    bool SumsAgree);

namespace Continuo.Cli.Reports;

/// <summary>Who got what in the demo.</summary>
/// <param name="Seconds">How long it played.</param>
/// <param name="File">The recording.</param>
/// <param name="Frames">Frames in the recording.</param>
/// <param name="Chunks">Chunks written to the ring.</param>
/// <param name="Consumers">The consumers' books.</param>
/// <param name="SumsAgree">Whether written = read + dropped + pending for all of them.</param>
internal sealed record DemoReport(double Seconds, string File, long Frames, long Chunks, IReadOnlyList<DemoConsumerReport> Consumers, bool SumsAgree);

namespace Continuo.Cli.Reports;

/// <summary>What <c>continuo stream</c> has done.</summary>
internal sealed record StreamReport(
    string Source,
    double Seconds,
    int SampleRate,
    int Channels,
    long Chunks,
    long Gaps,
    long GapFrames,
    long FilledFrames,
    long SilentChunks,
    long Reconnects,
    string Health,
    NetworkReport? Network,
    IReadOnlyList<SinkReport> Sinks,
    FailureReport? Error);

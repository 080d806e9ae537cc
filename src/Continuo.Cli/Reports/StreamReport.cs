using Continuo.Cli.Reports.Network;

namespace Continuo.Cli.Reports;

/// <summary>
/// Result of <c>continuo stream</c>. Frames and chunks are those of the sink that received most; the other counts refer to the source, as
/// far as it was sent.
/// </summary>
internal sealed record StreamReport(
    string Source,
    string Description,
    long Frames,
    double Seconds,
    int SampleRate,
    int Channels,
    long Chunks,
    long Gaps,
    long GapFrames,
    long FilledFrames,
    long SilentChunks,
    long Stalls,
    long Reconnects,
    string Health,
    string? PriorityRefusal,
    NetworkReport? Network,
    IReadOnlyList<SinkReport> Sinks,
    FailureReport? Error);

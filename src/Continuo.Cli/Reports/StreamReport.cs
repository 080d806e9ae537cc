using Continuo.Cli.Reports.Network;

namespace Continuo.Cli.Reports;

/// <summary>What <c>continuo stream</c> has done. Frames and chunks are those of the sink that got most; the other counts are of the source, as far as it was sent.</summary>
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

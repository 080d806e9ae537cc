using Continuo.Cli.Reports.Network;

namespace Continuo.Cli.Reports;

/// <summary>Result of <c>continuo record</c>. All counts refer to the recording.</summary>
internal sealed record RecordReport(
    string Source,
    string Description,
    string Sink,
    long Frames,
    double Seconds,
    int SampleRate,
    int Channels,
    long Chunks,
    long DroppedChunks,
    DropReport DroppedByReason,
    long Gaps,
    long GapFrames,
    long FilledFrames,
    long SilentChunks,
    bool HeardNothing,
    long Stalls,
    long Reconnects,
    string Health,
    LatencyReport CaptureToDeliveryMs,
    LatencyReport CommitToDeliveryMs,
    string? PriorityRefusal,
    NetworkReport? Network,
    FailureReport? Error);

using Continuo.Cli.Reports.Network;

namespace Continuo.Cli.Reports;

/// <summary>What <c>continuo record</c> has done. All counts are of what is in the recording.</summary>
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

namespace Continuo.Cli.Reports;

/// <summary>What <c>continuo record</c> has done.</summary>
internal sealed record RecordReport(
    string Source,
    string File,
    long Frames,
    double Seconds,
    int SampleRate,
    int Channels,
    long Chunks,
    long DroppedChunks,
    long Gaps,
    long GapFrames,
    long FilledFrames,
    long SilentChunks,
    long Reconnects,
    string Health,
    LatencyReport CaptureToDeliveryMs,
    LatencyReport CommitToDeliveryMs,
    string? PriorityRefusal,
    NetworkReport? Network,
    FailureReport? Error);

using Continuo.Cli.Reports.Network;
using Continuo.Rtp.Sending;

namespace Continuo.Cli.Reports;

/// <summary>Result for one sink of <c>continuo stream</c>.</summary>
internal sealed record SinkReport(
    string Sink,
    long Frames,
    double Seconds,
    long Chunks,
    long DroppedChunks,
    DropReport DroppedByReason,
    long Gaps,
    long GapFrames,
    LatencyReport CaptureToDeliveryMs,
    LatencyReport CommitToDeliveryMs,
    RtpSenderStatistics? Rtp,
    FailureReport? Error);

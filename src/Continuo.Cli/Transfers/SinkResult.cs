using Continuo.Cli.Reports;
using Continuo.Streams;

namespace Continuo.Cli.Transfers;

/// <summary>What one sink of a transfer got.</summary>
/// <param name="Address">The sink.</param>
/// <param name="Recorder">Its books.</param>
/// <param name="Result">What it came to.</param>
internal sealed record SinkResult(string Address, Recorder Recorder, RecordingResult Result)
{
    public SinkReport ToReport() => new(
        Address,
        Result.Frames,
        Result.Chunks,
        Result.DroppedChunks,
        Result.Gaps,
        Result.GapFrames,
        LatencyReport.Of(Recorder.Subscription.CaptureToDelivery),
        LatencyReport.Of(Recorder.Subscription.CommitToDelivery),
        Result.Failure is { } failure ? FailureReport.Of(failure) : null);
}

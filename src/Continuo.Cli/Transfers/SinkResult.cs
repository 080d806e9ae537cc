using Continuo.Cli.Reports;
using Continuo.Network.Rtp.Sending;
using Continuo.Sinks;
using Continuo.Streams;

namespace Continuo.Cli.Transfers;

/// <summary>What one sink of a transfer got.</summary>
/// <param name="Address">The sink.</param>
/// <param name="Sink">Where the audio went; closed by now.</param>
/// <param name="Delivery">How it got it.</param>
/// <param name="Result">What it came to.</param>
internal sealed record SinkResult(string Address, IAudioSink Sink, SinkDelivery Delivery, RecordingResult Result)
{
    public SinkReport ToReport() => new(
        Address,
        Result.Frames,
        Result.Chunks,
        Result.DroppedChunks,
        Result.Gaps,
        Result.GapFrames,
        LatencyReport.Of(Delivery.CaptureToDelivery),
        LatencyReport.Of(Delivery.CommitToDelivery),
        (Sink as RtpSenderSink)?.Statistics,
        Result.Failure is { } failure ? FailureReport.Of(failure) : null);
}

using Continuo.Audio;
using Continuo.Cli.Reports;
using Continuo.Cli.Reports.Network;
using Continuo.Recording;
using Continuo.Rtp.Sending;
using Continuo.Sinks;

namespace Continuo.Cli.Transfers;

/// <summary>Result for one sink of a transfer.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Sink">The sink; closed.</param>
/// <param name="Delivery">The delivery, with its statistics.</param>
/// <param name="Result">Its result.</param>
internal sealed record SinkResult(string Address, IAudioSink Sink, SinkDelivery Delivery, RecordingResult Result)
{
    public SinkReport ToReport(AudioFormat format) => new(
        Address,
        Result.Frames,
        AudioSeconds.Of(Result.Frames, format),
        Result.Chunks,
        DropReport.Of(Delivery.Statistics).Sum(),
        DropReport.Of(Delivery.Statistics),
        Result.Gaps,
        Result.GapFrames,
        LatencyReport.Of(Delivery.CaptureToDelivery),
        LatencyReport.Of(Delivery.CommitToDelivery),
        (Sink as RtpSenderSink)?.Statistics,
        Result.Failure is { } failure ? FailureReport.Of(failure) : null);
}

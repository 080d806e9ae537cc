using Continuo.Audio;
using Continuo.Cli.Reports;
using Continuo.Cli.Reports.Network;
using Continuo.Streams;

namespace Continuo.Cli.Transfers;

/// <summary>What a transfer has come to.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Statistics">What it had captured when the transfer ended.</param>
/// <param name="Stalls">How often it stalled.</param>
/// <param name="Description">What was captured, in one line.</param>
/// <param name="Health">The stream's state when it ended.</param>
/// <param name="Network">How it was received, if it came from the network.</param>
/// <param name="Sinks">What each sink got.</param>
internal sealed record TransferResult(
    AudioStream Stream, StreamStatistics Statistics, long Stalls, string Description, StreamHealth Health, NetworkReport? Network, IReadOnlyList<SinkResult> Sinks)
{
    /// <summary>What ended it early, the source's failure before a sink's; <see langword="null"/> if nothing did.</summary>
    public AudioException? Failure =>
        (Health == StreamHealth.Failed ? Stream.Failure : null) ?? Sinks.Select(s => s.Result.Failure).FirstOrDefault(f => f is not null);

    /// <summary>As <c>continuo record</c> tells it: the source and its only sink.</summary>
    public RecordReport ToRecordReport()
    {
        var sink = Sinks[0].ToReport(Stream.Format);
        return new RecordReport(
            Stream.Name,
            Description,
            sink.Sink,
            sink.Frames,
            sink.Seconds,
            Stream.Format.SampleRate,
            Stream.Format.Channels,
            sink.Chunks,
            sink.DroppedChunks,
            sink.DroppedByReason,
            sink.Gaps,
            sink.GapFrames,
            Math.Min(Statistics.FilledFrames, sink.Frames),
            Math.Min(Statistics.SilentChunks, sink.Chunks),
            Sinks[0].Result is { HeardNothing: true, Frames: > 0 },
            Stalls,
            Statistics.Reconnects,
            Health.ToString(),
            sink.CaptureToDeliveryMs,
            sink.CommitToDeliveryMs,
            Stream.PriorityRefusal,
            Network,
            Error);
    }

    /// <summary>As <c>continuo stream</c> tells it: the source, and each of its sinks.</summary>
    public StreamReport ToStreamReport()
    {
        IReadOnlyList<SinkReport> sinks = [.. Sinks.Select(s => s.ToReport(Stream.Format))];
        var longest = sinks.MaxBy(s => s.Frames)!;
        return new StreamReport(
            Stream.Name,
            Description,
            longest.Frames,
            longest.Seconds,
            Stream.Format.SampleRate,
            Stream.Format.Channels,
            longest.Chunks,
            Statistics.Gaps,
            Math.Min(Statistics.GapFrames, longest.Frames),
            Math.Min(Statistics.FilledFrames, longest.Frames),
            Math.Min(Statistics.SilentChunks, longest.Chunks),
            Stalls,
            Statistics.Reconnects,
            Health.ToString(),
            Stream.PriorityRefusal,
            Network,
            sinks,
            Error);
    }

    private FailureReport? Error => Failure is { } failure ? FailureReport.Of(failure) : null;
}

using Continuo.Audio;
using Continuo.Cli.Reports;
using Continuo.Streams;

namespace Continuo.Cli.Transfers;

/// <summary>What a transfer has come to.</summary>
/// <param name="Stream">The stream, with its statistics.</param>
/// <param name="Source">What was captured, in one line.</param>
/// <param name="Health">The stream's state when it ended.</param>
/// <param name="Network">How it was received, if it came from the network.</param>
/// <param name="Sinks">What each sink got.</param>
internal sealed record TransferResult(AudioStream Stream, string Source, StreamHealth Health, NetworkReport? Network, IReadOnlyList<SinkResult> Sinks)
{
    /// <summary>What ended it early, the source's failure before a sink's; <see langword="null"/> if nothing did.</summary>
    public AudioException? Failure =>
        (Health == StreamHealth.Failed ? Stream.Failure : null) ?? Sinks.Select(s => s.Result.Failure).FirstOrDefault(f => f is not null);

    /// <summary>As <c>continuo record</c> tells it: the source and its only sink.</summary>
    public RecordReport ToRecordReport()
    {
        var (sink, statistics) = (Sinks[0].ToReport(), Stream.Statistics);
        return new RecordReport(
            Source,
            sink.Sink,
            sink.Frames,
            (double)sink.Frames / Stream.Format.SampleRate,
            Stream.Format.SampleRate,
            Stream.Format.Channels,
            sink.Chunks,
            sink.DroppedChunks,
            sink.Gaps,
            sink.GapFrames,
            statistics.FilledFrames,
            statistics.SilentChunks,
            statistics.Reconnects,
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
        var statistics = Stream.Statistics;
        return new StreamReport(
            Source,
            Stream.Format.ToTime(statistics.Frames + statistics.GapFrames).TotalSeconds,
            Stream.Format.SampleRate,
            Stream.Format.Channels,
            statistics.Chunks,
            statistics.Gaps,
            statistics.GapFrames,
            statistics.FilledFrames,
            statistics.SilentChunks,
            statistics.Reconnects,
            Health.ToString(),
            Network,
            [.. Sinks.Select(s => s.ToReport())],
            Error);
    }

    private FailureReport? Error => Failure is { } failure ? FailureReport.Of(failure) : null;
}

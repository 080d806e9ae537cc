using Continuo.Audio;
using Continuo.Cli.Reports;
using Continuo.Cli.Reports.Network;
using Continuo.Streams;

namespace Continuo.Cli.Transfers;

/// <summary>Result of a transfer.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Statistics">Statistics at the end of the transfer.</param>
/// <param name="Stalls">Number of stalls.</param>
/// <param name="Description">Description of the source in one line.</param>
/// <param name="Health">The stream's state at the end.</param>
/// <param name="Network">Reception, if the source came from the network.</param>
/// <param name="Sinks">Result of each sink.</param>
internal sealed record TransferResult(
    AudioStream Stream, StreamStatistics Statistics, long Stalls, string Description, StreamHealth Health, NetworkReport? Network,
        IReadOnlyList<SinkResult> Sinks)
{
    /// <summary>The failure that ended it early, the source's before a sink's; <see langword="null"/> if there was none.</summary>
    public AudioException? Failure =>
        (Health == StreamHealth.Failed ? Stream.Failure : null) ?? Sinks.Select(s => s.Result.Failure).FirstOrDefault(f => f is not null);

    /// <summary>The report of <c>continuo record</c>: the source and its only sink.</summary>
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

    /// <summary>The report of <c>continuo stream</c>: the source and each of its sinks.</summary>
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

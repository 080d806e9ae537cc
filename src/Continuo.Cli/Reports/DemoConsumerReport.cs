using Continuo.Cli.Reports.Network;
using Continuo.Streams;

namespace Continuo.Cli.Reports;

/// <summary>Statistics of one consumer of the demo: written = read + dropped + stopped + pending, in chunks.</summary>
internal sealed record DemoConsumerReport(
    string Name,
    string Description,
    long WrittenChunks,
    long ReadChunks,
    long DroppedChunks,
    DropReport DroppedByReason,
    long StoppedChunks,
    long PendingChunks,
    bool SumAgrees,
    double LagMs,
    long Faults,
    string? FirstFault,
    LatencyReport CommitToDeliveryMs,
    LatencyReport CaptureToDeliveryMs)
{
    public static DemoConsumerReport Of(string name, string description, Subscription subscription)
    {
        var counts = subscription.Statistics;
        var dropped = DropReport.Of(counts);
        return new DemoConsumerReport(
            name,
            description,
            counts.Written,
            counts.Read,
            dropped.Sum(),
            dropped,
            counts.Stopped,
            counts.Pending,
            counts.Written == counts.Read + dropped.Sum() + counts.Stopped + counts.Pending,
            Math.Round(subscription.Lag.TotalMilliseconds, 3),
            subscription.Faults,
            subscription.FirstFault?.Message,
            LatencyReport.Of(subscription.CommitToDelivery),
            LatencyReport.Of(subscription.CaptureToDelivery));
    }
}

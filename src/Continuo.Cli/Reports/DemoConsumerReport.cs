using Continuo.Streams;

namespace Continuo.Cli.Reports;

/// <summary>One consumer's books in the demo, in chunks.</summary>
internal sealed record DemoConsumerReport(
    string Name,
    string Manner,
    long Written,
    long Read,
    DropReport Dropped,
    long Pending,
    bool SumAgrees,
    double LagMs,
    long Faults,
    string? FirstFault,
    LatencyReport CommitToDeliveryMs,
    LatencyReport CaptureToDeliveryMs)
{
    public static DemoConsumerReport Of(string name, string manner, Subscription subscription)
    {
        var counts = subscription.Counts;
        return new DemoConsumerReport(
            name,
            manner,
            counts.Written,
            counts.Read,
            DropReport.Of(counts),
            counts.Pending,
            counts.Written == counts.Read + counts.Dropped + counts.Pending,
            subscription.Lag.TotalMilliseconds,
            subscription.Faults,
            subscription.FirstFault?.Message,
            LatencyReport.Of(subscription.CommitToDelivery),
            LatencyReport.Of(subscription.CaptureToDelivery));
    }
}

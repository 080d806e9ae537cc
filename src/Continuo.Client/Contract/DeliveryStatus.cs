namespace Continuo.Client.Contract;

/// <summary>Time from the completion of a chunk to the call of a consumer, over all consumers that are woken for each chunk.</summary>
/// <param name="P50Ms">Median in milliseconds.</param>
/// <param name="P99Ms">99th percentile.</param>
/// <param name="P999Ms">99.9th percentile.</param>
/// <param name="MaxMs">Maximum.</param>
/// <param name="Histogram">Logarithmic histogram.</param>
public sealed record DeliveryStatus(double P50Ms, double P99Ms, double P999Ms, double MaxMs, IReadOnlyList<HistogramBar> Histogram);

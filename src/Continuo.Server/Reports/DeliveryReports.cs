using Continuo.Client.Contract;
using Continuo.Diagnostics;
using Continuo.Rings;
using Continuo.Server.Http;
using Continuo.Streams;

namespace Continuo.Server.Reports;

/// <summary>How fast a stream's chunks reach its consumers.</summary>
internal static class DeliveryReports
{
    /// <summary>Upper limits of the histogram's bars in milliseconds: three per decade.</summary>
    private static readonly double[] LimitsMs = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500];

    /// <summary>The sum over the subscriptions that are woken for each chunk; over all if none is.</summary>
    public static DeliveryStatus Of(AudioStream stream)
    {
        var sum = new HistogramSnapshot();
        var one = new HistogramSnapshot();
        var subscriptions = stream.Subscriptions;
        var prompt = subscriptions.Where(s => s.Options.WakeMode == WakeMode.Event).ToArray();
        foreach (var subscription in prompt.Length > 0 ? prompt : subscriptions)
        {
            subscription.CopyCommitToDelivery(one);
            sum.Add(one);
        }

        var (p50, p99, p999, max) = Numbers.Quantiles(sum);
        return new DeliveryStatus(p50, p99, p999, max, Bars(sum));
    }

    private static HistogramBar[] Bars(HistogramSnapshot histogram)
    {
        var bars = new HistogramBar[LimitsMs.Length + 1];
        var below = 0L;
        for (var i = 0; i < LimitsMs.Length; i++)
        {
            var upTo = histogram.CountUpTo((long)(LimitsMs[i] * 1e6));
            bars[i] = new HistogramBar(LimitsMs[i], upTo - below);
            below = upTo;
        }

        bars[^1] = new HistogramBar(null, histogram.Count - below);
        return bars;
    }
}

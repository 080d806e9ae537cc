using System.Diagnostics.Metrics;
using Continuo.Audio;

namespace Continuo.Streams;

/// <summary>
/// Publishes the statistics of all open streams as the meter <c>Continuo</c> of <see cref="System.Diagnostics.Metrics"/>. Free of cost
/// without a listener: all instruments are observable.
/// </summary>
internal static class StreamMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Continuo";

    private static readonly GapReason[] Reasons = [GapReason.Overrun, GapReason.Late, GapReason.Shed, GapReason.Stopped];
    private static readonly Lock Change = new();
    private static readonly Meter Meter = new(MeterName);
    private static AudioStream[] _streams = [];

    static StreamMetrics()
    {
        OfStreams("continuo.stream.chunks", "{chunk}", "Chunks captured", s => s.Chunks);
        OfStreams("continuo.stream.frames", "{frame}", "Frames captured, filled time included", s => s.Frames);
        OfStreams("continuo.stream.bytes", "By", "Bytes of audio captured", s => s.Bytes);
        OfStreams("continuo.stream.silent_chunks", "{chunk}", "Chunks below the silence threshold", s => s.SilentChunks);
        OfStreams("continuo.stream.filled_frames", "{frame}", "Frames of silence filled in from the clock", s => s.FilledFrames);
        OfStreams("continuo.stream.gaps", "{gap}", "Gaps of the source", s => s.Gaps);
        OfStreams("continuo.stream.gap_frames", "{frame}", "Frames missing in gaps of the source", s => s.GapFrames);
        OfStreams("continuo.stream.reads", "{read}", "Reads of the source", s => s.Reads);
        OfStreams("continuo.stream.reads_with_audio", "{read}", "Reads of the source that returned audio", s => s.ReadsWithAudio);
        OfStreams("continuo.stream.reconnects", "{reconnect}", "Times a lost source was reopened", s => s.Reconnects);
        OfStreams("continuo.stream.reconnect_failures", "{reconnect}", "Times opening a lost source failed", s => s.FailedReconnects);
        Meter.CreateObservableGauge(
            "continuo.stream.health",
            () => Volatile.Read(ref _streams).Select(s => new Measurement<int>((int)s.Health, Tag(s))),
            null,
            "0 starting, 1 flowing, 2 silent, 3 stalled, 4 recovering, 5 failed, 6 stopped");

        OfSubscriptions("continuo.reader.written", "{chunk}", "Chunks written since the reader's start", s => s.Statistics.Written);
        OfSubscriptions("continuo.reader.read", "{chunk}", "Chunks read", s => s.Statistics.Read);
        OfSubscriptions("continuo.reader.faults", "{fault}", "Exceptions thrown by the consumer", s => s.Faults);
        OfSubscriptions("continuo.reader.wake_ups", "{wake-up}", "Wake-ups of the consumer's thread", s => s.WakeUps.All);
        OfSubscriptions("continuo.reader.wake_ups_with_audio", "{wake-up}", "Wake-ups that found audio", s => s.WakeUps.WithAudio);
        Meter.CreateObservableGauge("continuo.reader.pending", () => EachSubscription(s => s.Statistics.Pending), "{chunk}",
            "Chunks waiting to be read");
        Meter.CreateObservableCounter("continuo.reader.dropped", Dropped, "{chunk}", "Chunks the reader lost, by reason");
        Meter.CreateObservableGauge("continuo.reader.capture_to_delivery", () => Quantiles(s => s.CaptureToDelivery), "s",
            "From the capture of a chunk's first frame to the call of the consumer");
        Meter.CreateObservableGauge("continuo.reader.commit_to_delivery", () => Quantiles(s => s.CommitToDelivery), "s",
            "From a chunk's completion to the call of the consumer");
        Meter.CreateObservableGauge("continuo.reader.handling", () => Quantiles(s => s.Handling), "s", "Duration of the consumer's calls");
    }

    internal static void Add(AudioStream stream)
    {
        lock (Change) Volatile.Write(ref _streams, [.. _streams, stream]);
    }

    internal static void Remove(AudioStream stream)
    {
        lock (Change) Volatile.Write(ref _streams, [.. _streams.Where(s => s != stream)]);
    }

    private static void OfStreams(string name, string unit, string description, Func<StreamStatistics, long> value) =>
        Meter.CreateObservableCounter(name,
            () => Volatile.Read(ref _streams).Select(s => new Measurement<long>(value(s.Statistics), Tag(s))), unit, description);

    private static void OfSubscriptions(string name, string unit, string description, Func<Subscription, long> value) =>
        Meter.CreateObservableCounter(name, () => EachSubscription(value), unit, description);

    private static IEnumerable<Measurement<long>> EachSubscription(Func<Subscription, long> value) =>
        from stream in Volatile.Read(ref _streams)
        from subscription in stream.Subscriptions
        select new Measurement<long>(value(subscription), Tag(stream), Tag(subscription));

    private static IEnumerable<Measurement<long>> Dropped() =>
        from stream in Volatile.Read(ref _streams)
        from subscription in stream.Subscriptions
        let counts = subscription.Statistics
        from reason in Reasons
        select new Measurement<long>(counts.DroppedFor(reason), Tag(stream), Tag(subscription),
            new("reason", reason.ToString().ToLowerInvariant()));

    private static IEnumerable<Measurement<double>> Quantiles(Func<Subscription, Diagnostics.HistogramSnapshot> histogram) =>
        from stream in Volatile.Read(ref _streams)
        from subscription in stream.Subscriptions
        let snapshot = histogram(subscription)
        from quantile in new[] { ("0.5", snapshot.P50), ("0.9", snapshot.P90), ("0.99", snapshot.P99), ("0.999", snapshot.P999),
            ("1", snapshot.Max) }
        select new Measurement<double>(quantile.Item2 / 1e9, Tag(stream), Tag(subscription), new("q", quantile.Item1));

    private static KeyValuePair<string, object?> Tag(AudioStream stream) => new("stream", stream.Name);

    private static KeyValuePair<string, object?> Tag(Subscription subscription) => new("reader", subscription.Options.Name);
}

using System.Diagnostics.Metrics;
using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Rings;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Tests.Streams;

public class StreamMetricsTests
{
    [Fact]
    public void A_stream_that_is_disposed_of_is_no_longer_published()
    {
        const string name = "a stream that goes";
        var published = 0;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == StreamMetrics.MeterName) l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            foreach (var tag in tags)
            {
                if (tag.Key == "stream" && Equals(tag.Value, name)) published++;
            }
        });
        listener.Start();
        var stream = AudioStream.Open(name, () => new CountingSource(480), new StreamOptions { RealTimePriority = false });
        listener.RecordObservableInstruments();
        Assert.True(published > 0);
        stream.Dispose();
        published = 0;
        listener.RecordObservableInstruments();
        Assert.Equal(0, published);
    }

    [Fact]
    public void Published_figures_are_those_of_the_stream_and_the_readers_balance()
    {
        const string name = "a counter of its own";
        var options = new StreamOptions { Pacing = Pacing.Unpaced, RealTimePriority = false };
        using var stream = AudioStream.Open(name, () => new CountingSource(480 * 50), options);
        using var subscription = stream.Subscribe((in AudioChunk _) => { }, new RingReaderOptions { Name = "sums" });
        stream.Start();
        Assert.True(subscription.Drained.Wait(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));

        var seen = new Dictionary<string, double>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == StreamMetrics.MeterName) l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((i, value, tags, _) => See(i, value, tags));
        listener.SetMeasurementEventCallback<int>((i, value, tags, _) => See(i, value, tags));
        listener.SetMeasurementEventCallback<double>((i, value, tags, _) => See(i, value, tags));
        listener.Start();
        listener.RecordObservableInstruments();

        Assert.Equal(50, seen["continuo.stream.chunks"]);
        Assert.Equal(480 * 50, seen["continuo.stream.frames"]);
        Assert.Equal(480 * 50 * 8, seen["continuo.stream.bytes"]);
        Assert.Equal((int)StreamHealth.Stopped, seen["continuo.stream.health"]);
        Assert.Equal(50, seen["continuo.reader.written"]);
        Assert.Equal(
            seen["continuo.reader.written"],
            seen["continuo.reader.read"] + seen["continuo.reader.dropped"] + seen["continuo.reader.pending"]);
        var statistics = stream.Statistics;
        var counts = subscription.Statistics;
        Assert.Equal(
            new SortedDictionary<string, double>(StringComparer.Ordinal)
            {
                ["continuo.reader.capture_to_delivery"] = Sum(subscription.CaptureToDelivery),
                ["continuo.reader.commit_to_delivery"] = Sum(subscription.CommitToDelivery),
                ["continuo.reader.dropped"] = counts.Overrun + counts.Late + counts.Shed + counts.Stopped,
                ["continuo.reader.faults"] = 0,
                ["continuo.reader.handling"] = Sum(subscription.Handling),
                ["continuo.reader.pending"] = 0,
                ["continuo.reader.read"] = counts.Read,
                ["continuo.reader.wake_ups"] = subscription.WakeUps.All,
                ["continuo.reader.wake_ups_with_audio"] = subscription.WakeUps.WithAudio,
                ["continuo.reader.written"] = 50,
                ["continuo.stream.bytes"] = 480 * 50 * 8,
                ["continuo.stream.chunks"] = 50,
                ["continuo.stream.filled_frames"] = 0,
                ["continuo.stream.frames"] = 480 * 50,
                ["continuo.stream.gap_frames"] = 0,
                ["continuo.stream.gaps"] = 0,
                ["continuo.stream.health"] = (int)StreamHealth.Stopped,
                ["continuo.stream.reads"] = statistics.Reads,
                ["continuo.stream.reads_with_audio"] = statistics.ReadsWithAudio,
                ["continuo.stream.reconnect_failures"] = 0,
                ["continuo.stream.reconnects"] = 0,
                ["continuo.stream.silent_chunks"] = 0,
            },
            new SortedDictionary<string, double>(seen, StringComparer.Ordinal));
        Assert.InRange(statistics.ReadsWithAudio, 50, statistics.Reads);
        Assert.True(seen["continuo.reader.commit_to_delivery"] > 0);

        static double Sum(HistogramSnapshot times) =>
            new[] { times.P50, times.P90, times.P99, times.P999, times.Max }.Sum(time => time / 1e9);

        void See(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (var tag in tags)
            {
                // Sums over reasons and quantiles; other tests' streams have other names.
                if (tag.Key == "stream" && Equals(tag.Value, name)) seen[instrument.Name] = seen.GetValueOrDefault(instrument.Name) + value;
            }
        }
    }
}

using System.Diagnostics.Metrics;
using Continuo.Cluster.Bundles;
using Continuo.Cluster.Nodes;

namespace Continuo.Cluster.Serving;

/// <summary>
/// The meter <c>Continuo.Cluster</c>: nodes, rooms of each, and what this node has passed on, opened and given up. Thread-safe; costs
/// nothing until someone asks.
/// </summary>
internal sealed class ClusterMetrics : IDisposable
{
    public const string MeterName = "Continuo.Cluster";

    private readonly Meter _meter;
    private long _forwarded, _unanswered, _opened, _handedOver, _refused;

    public ClusterMetrics(Lazy<ClusterNode> node, BundleEndpoint bundles, IMeterFactory factory)
    {
        _meter = factory.Create(new MeterOptions(MeterName));
        _meter.CreateObservableUpDownCounter("continuo.cluster.nodes", () => node.Value.Nodes.Count, "{node}",
            "Nodes that have reported lately");
        _meter.CreateObservableUpDownCounter("continuo.cluster.answers", () => node.Value.IsAnswered ? 1 : 0, "1",
            "Whether the cluster answers this node");
        _meter.CreateObservableUpDownCounter("continuo.cluster.rooms", () => node.Value.Nodes.Select(n => Of(n, (long)n.Load.Rooms)),
            "{room}", "Rooms, by node");
        _meter.CreateObservableGauge("continuo.cluster.load_ratio", () => node.Value.Nodes.Select(n => Of(n, n.Load.Taken)), "1",
            "Share of the node that is taken: the scarcest of its resources");
        _meter.CreateObservableCounter("continuo.cluster.forwarded_requests", () => Volatile.Read(ref _forwarded), "{request}",
            "Requests passed on to the node that has the room");
        _meter.CreateObservableCounter("continuo.cluster.unanswered_requests", () => Volatile.Read(ref _unanswered), "{request}",
            "Of these, those that the node did not answer");
        _meter.CreateObservableCounter("continuo.cluster.rooms_opened", () => Volatile.Read(ref _opened), "{room}",
            "Rooms that this node was given");
        _meter.CreateObservableCounter("continuo.cluster.rooms_moved", () => Volatile.Read(ref _handedOver), "{room}",
            "Rooms that this node has handed over");
        _meter.CreateObservableCounter("continuo.cluster.epoch_refusals", () => Volatile.Read(ref _refused), "{refusal}",
            "Orders to close a room that came with the epoch of an earlier ownership");
        _meter.CreateObservableCounter("continuo.cluster.room_conflicts", () => node.Value.Conflicts, "{room}",
            "Rooms that were closed here because another node had them as well");
        Observe(bundles);
    }

    public void CountForwarded(bool isAnswered)
    {
        Interlocked.Increment(ref _forwarded);
        if (!isAnswered) Interlocked.Increment(ref _unanswered);
    }

    public void CountOpened() => Interlocked.Increment(ref _opened);

    public void CountHandedOver() => Interlocked.Increment(ref _handedOver);

    public void CountRefused() => Interlocked.Increment(ref _refused);

    public void Dispose() => _meter.Dispose();

    private void Observe(BundleEndpoint bundles)
    {
        _meter.CreateObservableCounter("continuo.cluster.bundle_sent_bytes", () => bundles.Statistics.SentBytes, "By",
            "Audio sent to other nodes");
        _meter.CreateObservableCounter("continuo.cluster.bundle_received_bytes", () => bundles.Statistics.ReceivedBytes, "By",
            "Audio received from other nodes");
        _meter.CreateObservableCounter("continuo.cluster.bundle_dropped_blocks", () => bundles.Statistics.DroppedBlocks, "{block}",
            "Blocks that were not sent because a bundle had its maximum size");
        _meter.CreateObservableCounter("continuo.cluster.bundle_refusals", () => Refusals(bundles.Statistics), "{refusal}",
            "What was received and not heard, by reason");
    }

    private static IEnumerable<Measurement<long>> Refusals(BundleStatistics counted)
    {
        yield return For(counted.UnknownStreams, "unknown_stream");
        yield return For(counted.NotAuthentic, "not_authentic");
        yield return For(counted.Replayed, "replayed");
        yield return For(counted.Malformed, "malformed");
        yield return For(counted.UnknownRooms, "unknown_room");
        yield return For(counted.WrongEpochs, "wrong_epoch");
        yield return For(counted.UnknownContent, "unknown_content");

        static Measurement<long> For(long count, string reason) => new(count, new KeyValuePair<string, object?>("reason", reason));
    }

    private static Measurement<T> Of<T>(NodeReport node, T value)
        where T : struct => new(value, new KeyValuePair<string, object?>("node", node.Name));
}

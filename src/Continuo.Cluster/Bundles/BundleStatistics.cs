namespace Continuo.Cluster.Bundles;

/// <summary>Counters of a node's bundles, of all nodes together. A snapshot.</summary>
internal sealed record BundleStatistics
{
    /// <summary>Datagrams sent.</summary>
    public long SentDatagrams { get; init; }

    /// <summary>Bytes sent, without the headers of UDP and IP.</summary>
    public long SentBytes { get; init; }

    /// <summary>Datagrams that the network did not take.</summary>
    public long RefusedDatagrams { get; init; }

    /// <summary>Blocks dropped because a bundle had its maximum size.</summary>
    public long DroppedBlocks { get; init; }

    /// <summary>Datagrams received and found authentic.</summary>
    public long ReceivedDatagrams { get; init; }

    /// <summary>Bytes of these.</summary>
    public long ReceivedBytes { get; init; }

    /// <summary>Datagrams of a stream to which no one was invited.</summary>
    public long UnknownStreams { get; init; }

    /// <summary>Datagrams protected with another key, or changed on the way.</summary>
    public long NotAuthentic { get; init; }

    /// <summary>Datagrams received before.</summary>
    public long Replayed { get; init; }

    /// <summary>Datagrams that are no bundle, or whose content makes no sense.</summary>
    public long Malformed { get; init; }

    /// <summary>Entries for a room that is not here, or not linked to the sender.</summary>
    public long UnknownRooms { get; init; }

    /// <summary>Entries of another epoch of a room's owner: of a node that no longer has it, or does not know that another has.</summary>
    public long WrongEpochs { get; init; }

    /// <summary>Entries that do not fit their room.</summary>
    public long UnknownContent { get; init; }
}

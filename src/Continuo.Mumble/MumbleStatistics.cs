namespace Continuo.Mumble;

/// <summary>Statistics of a <c>MumbleClient</c>. Packets are counted for the present connection.</summary>
public sealed record MumbleStatistics
{
    /// <summary>Number of connections made.</summary>
    public long Connections { get; init; }

    /// <summary>Whether voice goes over UDP now.</summary>
    public bool IsOnUdp { get; init; }

    /// <summary>Number of voice packets sent, on either way.</summary>
    public long SentPackets { get; init; }

    /// <summary>Number of voice packets sent over UDP.</summary>
    public long SentOnUdp { get; init; }

    /// <summary>Number of voice packets dropped because the server did not read for 200 ms.</summary>
    public long DroppedPackets { get; init; }

    /// <summary>Number of voice packets that were not sent because there was no connection; of all connections.</summary>
    public long UnsentPackets { get; init; }

    /// <summary>Number of datagrams from the server that did not arrive.</summary>
    public long LostOnUdp { get; init; }

    /// <summary>Number of datagrams that were repeated, damaged or forged.</summary>
    public long RefusedOnUdp { get; init; }

    /// <summary>Number of voice packets that could not be read.</summary>
    public long MalformedPackets { get; init; }

    /// <summary>Number of events that were dropped because handlers were too slow.</summary>
    public long DroppedEvents { get; init; }
}

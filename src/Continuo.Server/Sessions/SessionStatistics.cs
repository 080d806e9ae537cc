namespace Continuo.Server.Sessions;

/// <summary>What a session has done until now. Figures that its kind does not have are <see langword="null"/>.</summary>
internal sealed record SessionStatistics
{
    /// <summary>State in one word: <c>connecting</c>, <c>connected</c>, <c>ended</c>.</summary>
    public string State { get; init; } = "connected";

    /// <summary>For example <c>opus 96 kb/s, 20 ms</c>.</summary>
    public string? Codec { get; init; }

    /// <summary>Where the media goes, if that is another address than the session was made from.</summary>
    public string? Remote { get; init; }

    /// <summary>SRTP profile.</summary>
    public string? Profile { get; init; }

    /// <summary>Packets or messages sent, or received from a publisher.</summary>
    public long Packets { get; init; }

    /// <summary>Payload bytes in them.</summary>
    public long Bytes { get; init; }

    /// <summary>Packets dropped by this server because the client was too slow.</summary>
    public long Dropped { get; init; }

    /// <summary>Packets that the network lost, in percent.</summary>
    public double? LostPercent { get; init; }

    /// <summary>Round-trip time.</summary>
    public double? RoundTripMs { get; init; }

    /// <summary>Interarrival jitter.</summary>
    public double? JitterMs { get; init; }
}

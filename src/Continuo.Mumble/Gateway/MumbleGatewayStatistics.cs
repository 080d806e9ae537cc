namespace Continuo.Mumble.Gateway;

/// <summary>Statistics of a <see cref="MumbleGateway"/>.</summary>
public sealed record MumbleGatewayStatistics
{
    /// <summary>Number of Mumble users that are speakers in the room now.</summary>
    public int Speakers { get; init; }

    /// <summary>Number of speakers of the room that are users on the Mumble server now.</summary>
    public int Puppets { get; init; }

    /// <summary>Number of puppets that the server refused.</summary>
    public long RefusedPuppets { get; init; }

    /// <summary>Number of packets of Mumble users for whom the room had no place.</summary>
    public long RefusedPackets { get; init; }

    /// <summary>Number of packets to Mumble, as the gateway's own voice and as puppets.</summary>
    public long Packets { get; init; }

    /// <summary>How many of those are speakers' own packets, forwarded undecoded.</summary>
    public long ForwardedPackets { get; init; }
}

using System.Net;

namespace Continuo.Rtp.Sdp;

/// <summary>A session description (RFC 8866): media, addresses and formats. Immutable.</summary>
internal sealed record SdpDescription
{
    /// <summary>Session id, unique among the sessions of the same origin.</summary>
    public ulong SessionId { get; init; }

    /// <summary>Version, increased with every change of the description.</summary>
    public ulong SessionVersion { get; init; }

    /// <summary>Address of the host that created the session.</summary>
    public IPAddress Origin { get; init; } = IPAddress.Loopback;

    /// <summary>The session's name.</summary>
    public string Name { get; init; } = "-";

    /// <summary>Default address of media without a connection line of their own.</summary>
    public SdpConnection? Connection { get; init; }

    /// <summary>The media, in the order of the description.</summary>
    public required IReadOnlyList<SdpMedia> Media { get; init; }

    /// <summary>The attributes of the session, in their order.</summary>
    internal IReadOnlyList<SdpAttribute> Attributes { get; init; } = [];

    /// <summary>Destination address of a medium; <see langword="null"/> if the description gives none.</summary>
    public SdpConnection? ConnectionOf(SdpMedia media)
    {
        ArgumentNullException.ThrowIfNull(media);
        return media.Connection ?? Connection;
    }
}

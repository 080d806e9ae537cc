using System.Net;

namespace Continuo.Rtp.Sdp;

/// <summary>A session as it is announced to receivers (RFC 8866): who sends what, where and how encoded. Immutable.</summary>
public sealed record SdpDescription
{
    /// <summary>Tells the session from others of the same origin.</summary>
    public ulong SessionId { get; init; }

    /// <summary>Rises with every change of the description.</summary>
    public ulong SessionVersion { get; init; }

    /// <summary>The host that made it.</summary>
    public IPAddress Origin { get; init; } = IPAddress.Loopback;

    /// <summary>The session's name.</summary>
    public string Name { get; init; } = "-";

    /// <summary>The address of all media that have none of their own.</summary>
    public SdpConnection? Connection { get; init; }

    /// <summary>The media, in their order.</summary>
    public required IReadOnlyList<SdpMedia> Media { get; init; }

    /// <summary>Where a medium is sent to; <see langword="null"/> if the description does not say.</summary>
    public SdpConnection? ConnectionOf(SdpMedia media)
    {
        ArgumentNullException.ThrowIfNull(media);
        return media.Connection ?? Connection;
    }
}

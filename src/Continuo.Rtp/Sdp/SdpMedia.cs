using System.Net;
using Continuo.Audio;

namespace Continuo.Rtp.Sdp;

/// <summary>One medium of a session (<c>m=</c>). Immutable.</summary>
internal sealed record SdpMedia
{
    /// <summary>Media type: <c>audio</c>, <c>video</c>…</summary>
    public string Kind { get; init; } = "audio";

    /// <summary>Destination port of RTP; 0 if the medium is rejected.</summary>
    public required int Port { get; init; }

    /// <summary>Transport profile: <c>RTP/AVP</c>, <c>RTP/AVPF</c>…</summary>
    public string Protocol { get; init; } = "RTP/AVP";

    /// <summary>
    /// Possible formats, the preferred one first. Payload types without <c>a=rtpmap</c> or static assignment are omitted.
    /// </summary>
    public required IReadOnlyList<SdpFormat> Formats { get; init; }

    /// <summary>Address of this medium; <see langword="null"/> to use the session's.</summary>
    public SdpConnection? Connection { get; init; }

    /// <summary>Duration of a packet (<c>ptime</c>) in ms; <see langword="null"/> if not given.</summary>
    public double? PacketMilliseconds { get; init; }

    /// <summary>Maximum duration of a packet (<c>maxptime</c>) in ms; <see langword="null"/> if not given.</summary>
    public double? MaxPacketMilliseconds { get; init; }

    /// <summary>Direction of the medium.</summary>
    public SdpDirection Direction { get; init; }

    /// <summary>RTCP port (RFC 3605); <see langword="null"/> if not given, which means <see cref="Port"/> + 1.</summary>
    public int? RtcpPort { get; init; }

    /// <summary>RTCP address; <see langword="null"/> if it is the same as for RTP.</summary>
    public IPAddress? RtcpAddress { get; init; }

    /// <summary>Whether RTCP shares the port of RTP (RFC 5761).</summary>
    public bool IsRtcpShared { get; init; }

    /// <summary>Line number of the <c>m=</c> line; 0 if not parsed from text.</summary>
    public int Line { get; init; }

    /// <summary>Error that makes this medium unusable; <see langword="null"/> if it is valid.</summary>
    public AudioException? Fault { get; init; }

    /// <summary>The <c>m=</c> line after the equals sign, as it was written; empty if not parsed from text.</summary>
    internal string Text { get; init; } = "";

    /// <summary>All attributes of the medium, in their order.</summary>
    internal IReadOnlyList<SdpAttribute> Attributes { get; init; } = [];

    /// <summary>Returns the first format with an encoding, or <see langword="null"/>.</summary>
    public SdpFormat? Format(string encoding) => Formats.FirstOrDefault(f => f.Is(encoding));
}

using System.Net;
using Continuo.Audio;

namespace Continuo.Rtp.Sdp;

/// <summary>One medium of a session (<c>m=</c>). Immutable.</summary>
public sealed record SdpMedia
{
    /// <summary>What it is: <c>audio</c>, <c>video</c>…</summary>
    public string Kind { get; init; } = "audio";

    /// <summary>Where RTP is sent to; 0 if the medium is refused.</summary>
    public required int Port { get; init; }

    /// <summary>How it is carried: <c>RTP/AVP</c>, <c>RTP/AVPF</c>…</summary>
    public string Protocol { get; init; } = "RTP/AVP";

    /// <summary>How it may be encoded, the preferred one first. Those with neither <c>a=rtpmap</c> nor a number of their own are left out.</summary>
    public required IReadOnlyList<SdpFormat> Formats { get; init; }

    /// <summary>The medium's own address; <see langword="null"/>: the session's.</summary>
    public SdpConnection? Connection { get; init; }

    /// <summary>How much a packet holds, in milliseconds; <see langword="null"/>: not said.</summary>
    public double? PacketMilliseconds { get; init; }

    /// <summary>How much a packet may hold at the most, in milliseconds; <see langword="null"/>: not said.</summary>
    public double? MaxPacketMilliseconds { get; init; }

    /// <summary>Who sends.</summary>
    public SdpDirection Direction { get; init; }

    /// <summary>The port of RTCP; <see langword="null"/>: not said, that is <see cref="Port"/> + 1 (RFC 3605).</summary>
    public int? RtcpPort { get; init; }

    /// <summary>The address of RTCP; <see langword="null"/>: that of RTP.</summary>
    public IPAddress? RtcpAddress { get; init; }

    /// <summary>Whether RTCP shares the port of RTP (RFC 5761).</summary>
    public bool IsRtcpShared { get; init; }

    /// <summary>The line it begins on; 0 if it was not read from text.</summary>
    public int Line { get; init; }

    /// <summary>What in its lines could not be understood and makes it impossible to receive; <see langword="null"/>: nothing.</summary>
    public AudioException? Fault { get; init; }

    /// <summary>The first format of an encoding, or <see langword="null"/>.</summary>
    public SdpFormat? Format(string encoding) => Formats.FirstOrDefault(f => f.Is(encoding));
}

using System.Net;
using Continuo.Rtp.Reception;
using Continuo.WebRtc.Sessions.Peers;

namespace Continuo.WebRtc.Sessions;

/// <summary>Statistics of a session at one instant.</summary>
public sealed record WebRtcSessionStatistics
{
    /// <summary>State.</summary>
    public required WebRtcSessionState State { get; init; }

    /// <summary>When the session was created, UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Time from creation to <see cref="WebRtcSessionState.Connected"/>; <see langword="null"/> before.</summary>
    public TimeSpan? SetUp { get; init; }

    /// <summary>Current address of the peer; <see langword="null"/> before its first check.</summary>
    public IPEndPoint? Remote { get; init; }

    /// <summary>Number of times the peer's address has changed.</summary>
    public long AddressChanges { get; init; }

    /// <summary>The SRTP profile; empty before the handshake.</summary>
    public string Profile { get; init; } = "";

    /// <summary>Codec and its packets.</summary>
    public string Codec { get; init; } = "";

    /// <summary>The peer's program, as the caller named it.</summary>
    public string UserAgent { get; init; } = "";

    /// <summary>Audio packets sent to a listener, or received from a publisher.</summary>
    public long Packets { get; init; }

    /// <summary>Bytes of these packets, without UDP and IP headers.</summary>
    public long Bytes { get; init; }

    /// <summary>Packets lost on the network: reported by the listener, or missing from the publisher.</summary>
    public long Lost { get; init; }

    /// <summary>Recent packet loss in percent.</summary>
    public double LostPercent { get; init; }

    /// <summary>Round-trip time in ms, from RTCP; <see langword="null"/> if unknown.</summary>
    public double? RoundTripMs { get; init; }

    /// <summary>Interarrival jitter in ms (RFC 3550), at the listener or from the publisher.</summary>
    public double JitterMs { get; init; }

    /// <summary>Packets to this listener that were not sent because the system refused them.</summary>
    public long Refused { get; init; }

    /// <summary>Received packets that were not authentic, repeated, malformed, or too many.</summary>
    public long Rejected { get; init; }

    /// <summary>
    /// Level of a publisher's last packet in dB below full scale, −127…0, as the publisher says (RFC 6464); <see langword="null"/> if it
    /// does not.
    /// </summary>
    public int? LevelDb { get; init; }

    /// <summary>A publisher's source with its jitter buffer; <see langword="null"/> for listeners and before the first packets.</summary>
    public RtpStreamStatistics? Reception { get; init; }
}

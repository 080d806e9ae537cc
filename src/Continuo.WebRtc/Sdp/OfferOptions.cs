using System.Net;

namespace Continuo.WebRtc.Sdp;

/// <summary>What we put into an offer. Immutable.</summary>
internal sealed record OfferOptions
{
    /// <summary>Our credentials.</summary>
    public required IceCredentials Ice { get; init; }

    /// <summary>Fingerprint of our certificate.</summary>
    public required DtlsFingerprint Fingerprint { get; init; }

    /// <summary>Whether we send (WHIP); otherwise we receive (WHEP).</summary>
    public required bool IsSending { get; init; }

    /// <summary>Our addresses; may be empty, because the server learns them from our checks.</summary>
    public IReadOnlyList<IPEndPoint> Candidates { get; init; } = [];

    /// <summary>SSRC of what we send.</summary>
    public uint Ssrc { get; init; }

    /// <summary>Canonical name of what we send.</summary>
    public string CanonicalName { get; init; } = "continuo";

    /// <summary>Whether to offer redundant packets (RFC 2198).</summary>
    public bool OfferRed { get; init; } = true;

    /// <summary>Whether the audio is stereo.</summary>
    public bool IsStereo { get; init; } = true;

    /// <summary>Maximum bit rate to receive; <see langword="null"/> to leave it to the sender.</summary>
    public int? MaxAverageBitRate { get; init; }

    /// <summary>Duration of packets to receive, in ms; <see langword="null"/> to leave it to the sender.</summary>
    public double? PacketMilliseconds { get; init; }
}

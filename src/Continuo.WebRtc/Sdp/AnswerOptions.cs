using System.Net;

namespace Continuo.WebRtc.Sdp;

/// <summary>What we put into an answer. Immutable.</summary>
internal sealed record AnswerOptions
{
    /// <summary>Our credentials.</summary>
    public required IceCredentials Ice { get; init; }

    /// <summary>Fingerprint of our certificate.</summary>
    public required DtlsFingerprint Fingerprint { get; init; }

    /// <summary>Our addresses, at least one, the preferred one first. Never host names: Chromium fails on them without a word.</summary>
    public required IReadOnlyList<IPEndPoint> Candidates { get; init; }

    /// <summary>Whether we send (WHEP); otherwise we receive (WHIP).</summary>
    public required bool IsSending { get; init; }

    /// <summary>SSRC of what we send.</summary>
    public uint Ssrc { get; init; }

    /// <summary>Canonical name of what we send.</summary>
    public string CanonicalName { get; init; } = "continuo";

    /// <summary>Whether to use redundant packets (RFC 2198) if the offer has them.</summary>
    public bool UseRed { get; init; }

    /// <summary>Whether the audio is stereo.</summary>
    public bool IsStereo { get; init; } = true;

    /// <summary>Maximum bit rate to receive; <see langword="null"/> to leave it to the sender.</summary>
    public int? MaxAverageBitRate { get; init; }

    /// <summary>Duration of packets to receive, in ms; <see langword="null"/> to leave it to the sender.</summary>
    public double? PacketMilliseconds { get; init; }
}

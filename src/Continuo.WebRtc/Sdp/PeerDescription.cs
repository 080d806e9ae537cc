using Continuo.Rtp.Sdp;

namespace Continuo.WebRtc.Sdp;

/// <summary>What the other side's offer or answer says, as far as it concerns one audio medium. Immutable.</summary>
internal sealed record PeerDescription
{
    /// <summary>The whole description.</summary>
    public required SdpDescription Description { get; init; }

    /// <summary>Place of the audio medium that is used.</summary>
    public required int AudioIndex { get; init; }

    /// <summary>The audio medium that is used.</summary>
    public SdpMedia Media => Description.Media[AudioIndex];

    /// <summary>Formats, parameters and header extensions.</summary>
    public required AudioTerms Audio { get; init; }

    /// <summary>Credentials of ICE.</summary>
    public required IceCredentials Ice { get; init; }

    /// <summary>Fingerprint of the certificate.</summary>
    public required DtlsFingerprint Fingerprint { get; init; }

    /// <summary>Role in the handshake.</summary>
    public required DtlsSetup Setup { get; init; }

    /// <summary>Addresses over UDP, without host names and other components; the preferred one first.</summary>
    public IReadOnlyList<IceCandidate> Candidates { get; init; } = [];

    /// <summary>Whether the side is a lite implementation (RFC 8839, 5.3), which makes no checks.</summary>
    public bool IsLite { get; init; }

    /// <summary>Identifications in the bundle group; empty without one.</summary>
    public IReadOnlyList<string> Bundle { get; init; } = [];

    /// <summary>Whether one- and two-byte header extensions may be mixed (RFC 8285, 6).</summary>
    public bool AllowsMixedExtensions { get; init; }

    /// <summary>SSRC of the side's audio; <see langword="null"/> if it says none.</summary>
    public uint? Ssrc { get; init; }

    /// <summary>Whether the side wants to receive audio.</summary>
    public bool Receives => Media.Direction is SdpDirection.SendReceive or SdpDirection.ReceiveOnly;

    /// <summary>Whether the side wants to send audio.</summary>
    public bool Sends => Media.Direction is SdpDirection.SendReceive or SdpDirection.SendOnly;

    /// <summary>Kinds of the media that are not used: <c>video</c>, <c>application</c>…</summary>
    public IEnumerable<string> UnusedKinds => Description.Media.Where((_, i) => i != AudioIndex).Select(m => m.Kind);
}

using Continuo.Rtp.Srtp;
using Continuo.WebRtc.Sdp;

namespace Continuo.WebRtc.Dtls;

/// <summary>Parameters of a handshake. Immutable.</summary>
/// <param name="Role">Our side.</param>
/// <param name="PeerFingerprint">Fingerprint of the peer's certificate, from its session description (RFC 8122).</param>
internal sealed record DtlsRequest(DtlsRole Role, DtlsFingerprint PeerFingerprint)
{
    /// <summary>
    /// The SRTP profiles to offer or to accept, in order of preference. Browsers have both; aiortc, GStreamer and libwebrtc's Node module
    /// have the second only.
    /// </summary>
    public IReadOnlyList<SrtpProfile> Profiles { get; init; } = [SrtpProfile.AeadAes128Gcm, SrtpProfile.Aes128CounterSha1];

    /// <summary>Give up after this time.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Send a flight again after this time without an answer. RFC 6347 suggests 1 s; ICE has shown that the path is short.
    /// </summary>
    public TimeSpan Resend { get; init; } = TimeSpan.FromMilliseconds(100);
}

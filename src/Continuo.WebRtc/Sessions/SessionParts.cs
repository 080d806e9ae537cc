using System.Net;
using Continuo.WebRtc.Dtls;
using Continuo.WebRtc.Dtls.BouncyCastle;
using Continuo.WebRtc.Sdp;
using Continuo.WebRtc.Sessions.Peers;

namespace Continuo.WebRtc.Sessions;

/// <summary>What a session is built from. Immutable.</summary>
/// <param name="Options">The host's options.</param>
/// <param name="Port">The port.</param>
/// <param name="Candidates">The addresses to announce.</param>
internal sealed record SessionParts(WebRtcHostOptions Options, SessionPort Port, HostCandidates Candidates)
{
    /// <summary>Options of a peer with new credentials.</summary>
    /// <param name="fingerprint">Fingerprint of the peer's certificate.</param>
    public PeerOptions ToPeer(DtlsFingerprint fingerprint) => new(
        IceCredentials.Create(),
        new DtlsRequest(DtlsRole.Server, fingerprint),
        Options.Expiry.Ticks * 100,
        Options.ConnectTimeout.Ticks * 100);

    /// <summary>What every answer says about us.</summary>
    /// <param name="peer">The peer's options.</param>
    /// <param name="isSending">Whether we send.</param>
    public AnswerOptions ToAnswer(PeerOptions peer, bool isSending) => new()
    {
        Ice = peer.Local,
        Fingerprint = BouncyEngine.Instance.Fingerprint,
        Candidates = [.. Candidates.Current.Select(a => new IPEndPoint(a, Port.Local.Port))],
        IsSending = isSending,
    };
}

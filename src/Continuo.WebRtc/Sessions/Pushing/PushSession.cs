using System.Security.Cryptography;
using Continuo.WebRtc.Sdp;
using Continuo.WebRtc.Sessions.Listening;
using Continuo.WebRtc.Sessions.Peers;

namespace Continuo.WebRtc.Sessions.Pushing;

/// <summary>Creates the session of a peer that receives packets which are made for it alone.</summary>
internal static class PushSession
{
    private const int ClockRate = 48_000; // of Opus, always (RFC 7587, 4.1)

    /// <summary>Answers an offer. The peer is not started.</summary>
    /// <exception cref="Continuo.Audio.AudioException">The offer cannot be answered.</exception>
    public static WebRtcSession Create(string offerSdp, WebRtcListenOptions options, SessionParts parts, out PeerSender sender)
    {
        var offer = PeerDescriptionReader.ParseOffer(offerSdp);
        var peerOptions = parts.ToPeer(offer.Fingerprint);
        var ssrc = (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue);
        var answer = SdpAnswer.Create(offer, parts.ToAnswer(peerOptions, isSending: true) with { Ssrc = ssrc, IsStereo = options.Stereo });
        var wallClock = parts.Options.WallClock;
        var listener = new PeerListener(null, ListenerFormat.Of(answer.Audio), new PeerReports(ssrc, ClockRate, wallClock));
        var peer = new PeerConnection(parts.Port, peerOptions, listener);
        listener.Connection = peer;
        sender = new PeerSender(listener, parts.Port, wallClock);
        return new WebRtcSession(WebRtcSessionKind.Listen, peer, answer.Text, options.UserAgent, wallClock, () => Take(listener));
    }

    private static WebRtcSessionStatistics Take(PeerListener listener) => new()
    {
        State = WebRtcSessionState.New,
        Codec = "opus",
        Packets = listener.Packets,
        Bytes = listener.Bytes,
        Lost = listener.Reports.Lost,
        LostPercent = listener.Reports.LostPercent,
        RoundTripMs = listener.Reports.RoundTripMs,
        JitterMs = listener.Reports.JitterMs,
        Refused = listener.Refused,
    };
}

using System.Security.Cryptography;
using Continuo.Rtp.Encoders;
using Continuo.Streams;
using Continuo.WebRtc.Sdp;
using Continuo.WebRtc.Sessions.Peers;

namespace Continuo.WebRtc.Sessions.Listening;

/// <summary>Creates the session of a listener.</summary>
internal static class ListenSession
{
    private const int ClockRate = 48_000; // of Opus, always (RFC 7587, 4.1)

    /// <summary>Answers an offer. The peer is not started.</summary>
    /// <exception cref="Continuo.Audio.AudioException">The offer cannot be answered, or the stream cannot be encoded.</exception>
    public static WebRtcSession Create(
        AudioStream stream, string offerSdp, WebRtcListenOptions options, SessionParts parts, ListenFeeds feeds)
    {
        var offer = PeerDescriptionReader.ParseOffer(offerSdp);
        var setting = EncoderSetting.Opus(
            stream.Format, options.Effective, TimeSpan.FromMilliseconds(options.PacketMilliseconds), options.Stereo);
        var peerOptions = parts.ToPeer(offer.Fingerprint);
        var ssrc = (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue);
        var answer = SdpAnswer.Create(offer,
            parts.ToAnswer(peerOptions, isSending: true) with { Ssrc = ssrc, UseRed = options.Red, IsStereo = options.Stereo });
        var feed = feeds.Rent(stream, setting);
        var listener = new PeerListener(feed, ListenerFormat.Of(answer.Audio), new PeerReports(ssrc, ClockRate, parts.Options.WallClock));
        var peer = new PeerConnection(parts.Port, peerOptions, listener);
        listener.Connection = peer;
        peer.Ended += (_, _) => feeds.Return(feed);
        return new WebRtcSession(
            WebRtcSessionKind.Listen, peer, answer.Text, options.UserAgent, parts.Options.WallClock, () =>
                Take(listener, feed, answer.Audio), () => ListenFeeds.IsOver(feed))
        {
            Encoder = feed.Encoder,
        };
    }

    private static WebRtcSessionStatistics Take(PeerListener listener, ListenFeed feed, AudioTerms audio) => new()
    {
        State = WebRtcSessionState.New,
        Codec = feed.Codec + (audio.RedPayloadType is null ? "" : ", RED"),
        Packets = listener.Packets,
        Bytes = listener.Bytes,
        Lost = listener.Reports.Lost,
        LostPercent = listener.Reports.LostPercent,
        RoundTripMs = listener.Reports.RoundTripMs,
        JitterMs = listener.Reports.JitterMs,
        Refused = listener.Refused,
    };
}

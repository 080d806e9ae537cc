using System.Globalization;
using Continuo.Server.Sessions;
using Continuo.WebRtc.Sessions;
using Continuo.WebRtc.Sessions.Peers;

namespace Continuo.Server.WebRtc;

/// <summary>A listener or publisher by WebRTC.</summary>
internal sealed class PeerSession(WebRtcSession session, string stream, string signalledFrom, DateTimeOffset since)
    : ServerSession(
        session.Id,
        session.Kind == WebRtcSessionKind.Listen ? SessionKind.Whep : SessionKind.Whip,
        stream,
        signalledFrom,
        session.UserAgent,
        since)
{
    public WebRtcSession Session => session;

    public override SessionStatistics Statistics
    {
        get
        {
            var statistics = session.Statistics;
            return new SessionStatistics
            {
                State = statistics.State switch
                {
                    WebRtcSessionState.Connected => "connected",
                    WebRtcSessionState.Ended => "ended",
                    _ => "connecting",
                },
                Codec = statistics.Codec,
                Profile = statistics.Profile.Length > 0 ? statistics.Profile : null,
                Remote = statistics.Remote?.ToString(),
                Packets = statistics.Packets,
                Bytes = statistics.Bytes,
                Dropped = statistics.Refused,
                LostPercent = statistics.LostPercent,
                RoundTripMs = statistics.RoundTripMs,
                JitterMs = statistics.JitterMs,
            };
        }
    }

    public override long ReaderId => session.Encoder?.Subscription.ReaderId ?? 0;

    public override void AnnounceEnd() => session.AnnounceEnd();

    public override Task EndAsync() => session.StopAsync("the server ended it");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind} {Stream} {Id}");
}

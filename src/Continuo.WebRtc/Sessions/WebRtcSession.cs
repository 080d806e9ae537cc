using Continuo.Diagnostics;
using Continuo.Rtp.Encoders;
using Continuo.Sources;
using Continuo.WebRtc.Sessions.Peers;

namespace Continuo.WebRtc.Sessions;

/// <summary>One listener or publisher of a WebRtcHost. All members are thread-safe.</summary>
public sealed class WebRtcSession
{
    private readonly Func<WebRtcSessionStatistics> _statistics;
    private readonly DateTimeOffset _createdAt;
    private readonly Func<bool> _isSourceGone;
    private readonly Func<TimeSpan> _sincePacket = static () => TimeSpan.Zero;

    internal WebRtcSession(
        WebRtcSessionKind kind,
        PeerConnection peer,
        string answer,
        string userAgent,
        TimeProvider wallClock,
        Func<WebRtcSessionStatistics> statistics,
        Func<bool>? isSourceGone = null)
    {
        (Kind, Peer, AnswerSdp, UserAgent, _statistics) = (kind, peer, answer, userAgent, statistics);
        _isSourceGone = isSourceGone ?? (static () => false);
        _createdAt = wallClock.GetUtcNow();
        Id = SessionToken.Create();
        ETag = $"\"{SessionToken.Create()}\"";
    }

    /// <summary>Raised once on a thread for events when the peer has connected; before <see cref="Ended"/>.</summary>
    public event EventHandler? Connected;

    /// <summary>Raised once on a thread for events when the session has ended, connected or not.</summary>
    public event EventHandler? Ended;

    /// <summary>Listener or publisher.</summary>
    public WebRtcSessionKind Kind { get; }

    /// <summary>Identifies the session in URLs. Cannot be guessed: 128 random bits.</summary>
    public string Id { get; }

    /// <summary>Strong entity tag of the ICE session (RFC 9725, 4.3.1), with its quotes.</summary>
    public string ETag { get; }

    /// <summary>The answer to the peer's offer.</summary>
    public string AnswerSdp { get; }

    /// <summary>The peer's program, as the caller named it.</summary>
    public string UserAgent { get; }

    /// <summary>
    /// The publisher's audio, 48 kHz stereo; <see langword="null"/> for a listener. Can be opened once, and ends when the session ends. The
    /// caller disposes it.
    /// </summary>
    public IAudioSource? Source { get; internal init; }

    /// <summary>Current state.</summary>
    public WebRtcSessionState State => Peer.State;

    /// <summary>Why the session ended, one clause for people; empty before.</summary>
    public string EndReason => Peer.EndReason;

    /// <summary>Current statistics. Allocates.</summary>
    public WebRtcSessionStatistics Statistics => _statistics() with
    {
        State = Peer.State,
        CreatedAt = _createdAt,
        SetUp = Peer.ConnectedAt == 0 ? null : TimeSpan.FromTicks((Peer.ConnectedAt - Peer.CreatedAt) / 100),
        Remote = Peer.Path?.Address.ToEndPoint(),
        AddressChanges = Peer.AddressChanges,
        Profile = SessionToken.NameOf(Peer.Profile),
        UserAgent = UserAgent,
        Rejected = Peer.Rejected,
    };

    internal PeerConnection Peer { get; }

    /// <summary>Time since a publisher's last packet, or since it connected; zero before.</summary>
    internal TimeSpan SincePacket => _sincePacket();

    /// <summary>Returns <see cref="SincePacket"/>.</summary>
    internal Func<TimeSpan> PacketAge { init => _sincePacket = value; }

    /// <summary>What encodes the stream for a listener; <see langword="null"/> for a publisher.</summary>
    internal StreamEncoder? Encoder { get; init; }

    /// <summary>Whether the stream that a listener hears was disposed.</summary>
    internal bool IsSourceGone => _isSourceGone();

    /// <summary>Ends the session and sends the peer a DTLS close_notify, on which browsers close at once. Idempotent.</summary>
    /// <param name="reason">Why, for <see cref="EndReason"/>.</param>
    /// <returns>Completes when the peer was notified.</returns>
    public Task StopAsync(string reason = "it was stopped")
    {
        Peer.End(reason);
        return Peer.Completion;
    }

    /// <summary>
    /// Tells the peer that the session will end soon, so that it can have another one before. Our own clients offer at once, and use both
    /// until the new one works; other peers ignore it. Returns at once.
    /// </summary>
    public void AnnounceEnd() => Peer.SendLeaving();

    internal void RaiseConnected(UserCode userCode) => userCode.Raise(Connected, this);

    internal void RaiseEnded(UserCode userCode) => userCode.Raise(Ended, this);
}

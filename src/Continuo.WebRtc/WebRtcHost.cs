using System.Net;
using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Rtp.Encoders;
using Continuo.Streams;
using Continuo.WebRtc.Dtls.BouncyCastle;
using Continuo.WebRtc.Sessions;
using Continuo.WebRtc.Sessions.Listening;
using Continuo.WebRtc.Sessions.Peers;
using Continuo.WebRtc.Sessions.Publishing;
using Continuo.WebRtc.Sessions.Pushing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Continuo.WebRtc;

/// <summary>
/// Serves WebRTC listeners (WHEP) and publishers (WHIP, RFC 9725) on one UDP port. The caller carries offers and answers, usually by HTTP:
/// <code>
/// await using var host = new WebRtcHost(new WebRtcHostOptions { Listen = new IPEndPoint(IPAddress.Any, 7480) });
/// host.Start();
/// var session = host.Listen(stream, offerSdp);
/// return session.AnswerSdp;
/// </code>
/// </summary>
/// <remarks>ICE-lite (RFC 8445, 2.5), DTLS-SRTP (RFC 5764), Opus (RFC 7587). All members are thread-safe.</remarks>
public sealed partial class WebRtcHost : IAsyncDisposable
{
    private readonly WebRtcHostOptions _options;
    private readonly ILogger _logger;
    private readonly UserCode _userCode;
    private readonly SessionPort _port;
    private readonly ListenFeeds _feeds;
    private readonly HostCandidates _candidates;
    private readonly Lock _gate = new(); // guards the list of sessions
    private WebRtcSession[] _sessions = [];
    private bool _isStarted;
    private bool _isDisposed;

    /// <summary>Opens the port. Call <see cref="Start"/> to begin.</summary>
    /// <param name="options">Options; <see langword="null"/>: a free port on loopback.</param>
    /// <exception cref="AudioException">
    /// An option is out of range, the port is in use, or the address is not one of this machine.
    /// </exception>
    public WebRtcHost(WebRtcHostOptions? options = null)
    {
        _options = options ?? new WebRtcHostOptions();
        _options.Validate();
        _logger = _options.Logger ?? NullLogger.Instance;
        _userCode = new UserCode("the WebRTC host", _options.Logger);
        _port = new SessionPort(_options.Listen, BouncyEngine.Instance, _options.Clock, _userCode) { Ticking = Tick };
        _feeds = new ListenFeeds(_options.Encoders ?? new StreamEncoders(), _port, _options.WallClock);
        _candidates = new HostCandidates(_options.Listen.Address, _options.PublicAddresses);
        _ = BouncyEngine.WarmUp();
    }

    /// <summary>
    /// Raised on a thread for events when a session is connected. A handler that takes its time delays other events, and no audio.
    /// </summary>
    public event EventHandler<WebRtcSession>? SessionStarted;

    /// <summary>Raised on a thread for events when a session has ended, connected or not.</summary>
    public event EventHandler<WebRtcSession>? SessionEnded;

    /// <summary>Local address and UDP port.</summary>
    public IPEndPoint LocalEndPoint => _port.Local;

    /// <summary>Fingerprint of the certificate of this process, as in <c>a=fingerprint</c>: <c>sha-256 AA:BB:…</c>.</summary>
    public string Fingerprint { get; } = BouncyEngine.Instance.Fingerprint.ToString();

    /// <summary>Addresses that answers announce.</summary>
    public IReadOnlyList<IPAddress> Addresses => _candidates.Current;

    /// <summary>The sessions that have not ended, in order of creation. A snapshot.</summary>
    public IReadOnlyList<WebRtcSession> Sessions => Volatile.Read(ref _sessions);

    /// <summary>Starts receiving.</summary>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    /// <exception cref="ObjectDisposedException">The host is disposed.</exception>
    public void Start()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_isStarted) throw new InvalidOperationException("The WebRTC host was started before.");
            _isStarted = true;
        }

        _port.Start();
    }

    /// <summary>Finds the session with an id; <see langword="null"/> if there is none, or if it has ended.</summary>
    public WebRtcSession? Find(string id) => Sessions.FirstOrDefault(s => s.Id == id);

    /// <summary>Answers the offer of a listener. Audio flows when the peer has connected.</summary>
    /// <param name="stream">The stream to send. Not owned; it may be started before or after this call, and restarted.</param>
    /// <param name="offerSdp">The peer's session description.</param>
    /// <param name="options">Encoder settings; <see langword="null"/> for the defaults.</param>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorCode.InvalidArgument"/>: the offer is malformed;
    /// <see cref="AudioErrorCode.Unsupported"/>: it cannot be answered with audio;
    /// <see cref="AudioErrorCode.ServerUnavailable"/>: there are <see cref="WebRtcHostOptions.MaxSessions"/>;
    /// <see cref="AudioErrorCode.LibraryMissing"/>: no Opus.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The host or the stream is disposed.</exception>
    public WebRtcSession Listen(AudioStream stream, string offerSdp, WebRtcListenOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(offerSdp);
        options ??= new WebRtcListenOptions();
        options.Validate();
        ThrowIfFull();
        return Admit(ListenSession.Create(stream, offerSdp, options, new SessionParts(_options, _port, _candidates), _feeds));
    }

    /// <summary>Answers the offer of a publisher. Its audio is <see cref="WebRtcSession.Source"/>.</summary>
    /// <param name="offerSdp">The peer's session description.</param>
    /// <param name="options">Options; <see langword="null"/> for the defaults.</param>
    /// <exception cref="AudioException">As for <see cref="Listen"/>.</exception>
    /// <exception cref="ObjectDisposedException">The host is disposed.</exception>
    public WebRtcSession Publish(string offerSdp, WebRtcPublishOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(offerSdp);
        options ??= new WebRtcPublishOptions();
        ThrowIfFull();
        return Admit(PublishSession.Create(offerSdp, options, new SessionParts(_options, _port, _candidates)));
    }

    /// <summary>Answers the offer of a peer that receives packets which are made for it alone.</summary>
    /// <param name="offerSdp">The peer's session description.</param>
    /// <param name="options">The answer's terms; the preset and the packet length are the caller's affair.</param>
    /// <param name="sender">Sends the packets.</param>
    /// <exception cref="AudioException">As for <see cref="Listen"/>.</exception>
    internal WebRtcSession Push(string offerSdp, WebRtcListenOptions options, out PeerSender sender)
    {
        ThrowIfFull();
        return Admit(PushSession.Create(offerSdp, options, new SessionParts(_options, _port, _candidates), out sender));
    }

    /// <summary>Ends all sessions, notifies their peers, and closes the port.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
        }

        await Task.Run(_port.Dispose).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"WebRTC on {LocalEndPoint}");

    private void ThrowIfFull()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_sessions.Length < _options.MaxSessions) return;
        throw new AudioException(
            AudioErrorCode.ServerUnavailable,
            "a WebRTC session",
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"all {_options.MaxSessions} sessions are in use"),
            "Try again later, or raise the maximum");
    }

    private WebRtcSession Admit(WebRtcSession session)
    {
        lock (_gate) Volatile.Write(ref _sessions, [.. _sessions, session]);
        session.Peer.Connected += (_, _) => _port.Events.Post(() => Begin(session));
        session.Peer.Ended += (_, _) =>
        {
            lock (_gate) Volatile.Write(ref _sessions, [.. _sessions.Where(s => s != session)]);
            _port.Events.Post(() => End(session));
        };
        _port.Add(session.Peer);
        return session;
    }

    private void Begin(WebRtcSession session)
    {
        LogConnected(_logger, session.Id, session.Kind, session.Statistics.Remote, session.Statistics.Profile);
        session.RaiseConnected(_userCode);
        _userCode.Raise(SessionStarted, this, session);
    }

    private void End(WebRtcSession session)
    {
        LogEnded(_logger, session.Id, session.Kind, session.EndReason);
        session.RaiseEnded(_userCode);
        _userCode.Raise(SessionEnded, this, session);
    }

    // A stream that was removed has nothing more to send.
    private void Tick(long now)
    {
        foreach (var session in Volatile.Read(ref _sessions))
        {
            if (session.IsSourceGone) session.Peer.End("the stream was removed");
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "WebRTC session {Id} ({Kind}) is connected to {Remote}, {Profile}")]
    private static partial void LogConnected(ILogger logger, string id, WebRtcSessionKind kind, IPEndPoint? remote, string profile);

    [LoggerMessage(Level = LogLevel.Information, Message = "WebRTC session {Id} ({Kind}) has ended: {Reason}")]
    private static partial void LogEnded(ILogger logger, string id, WebRtcSessionKind kind, string reason);
}

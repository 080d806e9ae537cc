using Continuo.Diagnostics;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Srtp;
using Continuo.Rtp.Wire;
using Continuo.WebRtc.Dtls;
using Continuo.WebRtc.Stun;

namespace Continuo.WebRtc.Sessions.Peers;

/// <summary>
/// One peer on a <see cref="SessionPort"/>: its addresses as ICE has authenticated them, its DTLS connection and the keys of its packets.
/// Knows nothing of audio: packets go to an <see cref="IPeerMedia"/>. States as in <see cref="WebRtcSessionState"/>.
/// </summary>
/// <remarks>
/// The Take methods belong to the port's receive thread. <see cref="TryProtect"/> and <see cref="TryProtectRtcp"/> belong to one sending
/// thread. Everything else is thread-safe.
/// </remarks>
internal sealed class PeerConnection : IDtlsWire
{
    private readonly SessionPort _port;
    private readonly PeerOptions _options;
    private readonly IPeerMedia _media;
    private readonly DtlsPipe _pipe;
    private readonly Lock _gate = new(); // guards changes of the state
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PeerAddresses _addresses;
    private readonly PeerBudget _budget = new();
    private volatile int _state;
    private IDtlsConnection? _dtls;
    private SrtpProtector? _protector;
    private SrtpUnprotector? _unprotector;
    private int _isProcessing;
    private bool _hasHeard; // the receive thread's
    private long _lastCheck;
    private long _connectedAt;

    public PeerConnection(SessionPort port, PeerOptions options, IPeerMedia media)
    {
        (_port, _options, _media) = (port, options, media);
        _pipe = new DtlsPipe(this);
        CreatedAt = _lastCheck = port.Clock.Now;
        _addresses = new PeerAddresses(port, this);
    }

    /// <summary>
    /// Raised once on the control thread when the state has become <see cref="WebRtcSessionState.Connected"/>. Handlers must not block.
    /// </summary>
    public event EventHandler? Connected;

    /// <summary>Raised once on the control thread when the session has ended. Handlers must not block.</summary>
    public event EventHandler? Ended;

    /// <summary>Completes when the peer has been notified that the session is over.</summary>
    public Task Completion => _ended.Task;

    public PeerOptions Options => _options;

    [RealTime]
    public WebRtcSessionState State => (WebRtcSessionState)_state;

    /// <summary>Why the session ended; empty before.</summary>
    public string EndReason { get; private set; } = "";

    /// <summary>Time of creation in nanoseconds of the port's clock.</summary>
    public long CreatedAt { get; }

    /// <summary>When the keys were known; 0 before.</summary>
    public long ConnectedAt => Volatile.Read(ref _connectedAt);

    /// <summary>Where the peer is; <see langword="null"/> before its first authenticated check.</summary>
    [RealTime]
    public PeerPath? Path => _addresses.Path;

    public long AddressChanges => _addresses.Changes;

    /// <summary>Received packets that were not authentic, repeated, malformed, or too many.</summary>
    public long Rejected => _budget.Rejected;

    public SrtpProfile? Profile => Volatile.Read(ref _dtls)?.Keys.Profile;

    /// <summary>Time of the last authenticated check, in nanoseconds of the port's clock.</summary>
    public long LastCheck => Volatile.Read(ref _lastCheck);

    /// <summary>Whether packets can be sent.</summary>
    [RealTime]
    public bool CanSend => _state == (int)WebRtcSessionState.Connected;

    /// <summary>Bytes that protection adds at most.</summary>
    public static int MaxOverhead => SrtpProfiles.MaxOverhead;

    /// <summary>Protects an RTP packet in place and gives the address to send it to.</summary>
    /// <returns>The protected length; 0 if the peer is not connected.</returns>
    [RealTime]
    public int TryProtect(Span<byte> buffer, int length, out PeerAddress to)
    {
        to = default;
        if (!CanSend || _protector is not { } protector || Path is not { } path) return 0;
        to = path.Address;
        return protector.Protect(buffer, length);
    }

    /// <summary>Protects a compound RTCP packet in place and gives the address to send it to.</summary>
    /// <returns>The protected length; 0 if the peer is not connected.</returns>
    [RealTime]
    public int TryProtectRtcp(Span<byte> buffer, int length, out PeerAddress to)
    {
        to = default;
        if (!CanSend || _protector is not { } protector || Path is not { } path) return 0;
        to = path.Address;
        return protector.ProtectRtcp(buffer, length);
    }

    /// <summary>An authenticated connectivity check or response came from an address. On the receive thread.</summary>
    /// <param name="from">The address.</param>
    /// <param name="isNominated">Whether the pair is to be used from now on (USE-CANDIDATE).</param>
    /// <param name="now">Current time.</param>
    public void TakeCheck(in PeerAddress from, bool isNominated, long now)
    {
        if (State == WebRtcSessionState.Ended) return;
        Volatile.Write(ref _lastCheck, now);
        if (!_addresses.TryTake(from, isNominated, now)) return;
        if (State == WebRtcSessionState.New) Advance(WebRtcSessionState.New, WebRtcSessionState.Checking);
        // A server's thread is spent when the ClientHello is there, a client's when the path is.
        if (State == WebRtcSessionState.Checking && (_options.Dtls.Role == DtlsRole.Client || _pipe.HasAny)) BeginHandshake();
    }

    /// <summary>A DTLS record came from an address of this peer. On the receive thread.</summary>
    public void TakeDtls(ReadOnlySpan<byte> datagram, in PeerAddress from)
    {
        if (!_budget.TrySpend()) return;
        // Until the peer nominates a pair, it is answered where it speaks from.
        if (!_addresses.IsNominated && !CanSend) _addresses.MoveTo(from);
        if (!_pipe.Deliver(datagram))
        {
            _budget.Reject();
            return;
        }

        if (State == WebRtcSessionState.Checking && _options.Dtls.Role == DtlsRole.Server) BeginHandshake();
        if (Volatile.Read(ref _dtls) is not null) PostProcessing();
    }

    /// <summary>An SRTP or SRTCP packet came from an address of this peer. On the receive thread.</summary>
    public void TakeMedia(Span<byte> datagram, long arrival)
    {
        if (!_budget.TrySpend()) return;
        if (Volatile.Read(ref _unprotector) is not { } unprotector || !CanSend)
        {
            _budget.Reject();
            return;
        }

        var isRtcp = RtpPacket.IsRtcp(datagram);
        var verdict = isRtcp ? unprotector.UnprotectRtcp(datagram, out var length) : unprotector.Unprotect(datagram, out length);
        if (verdict != SrtpVerdict.Accepted)
        {
            _budget.Reject(isFalse: verdict == SrtpVerdict.NotAuthentic);
            return;
        }

        _hasHeard = true;
        if (isRtcp) _media.TakeRtcp(datagram[..length], arrival);
        else _media.TakeRtp(datagram[..length], arrival);
    }

    /// <summary>Whether an authentic packet of media has come since the last call. On the receive thread.</summary>
    public bool TryTakeSignOfLife()
    {
        var hasHeard = _hasHeard;
        _hasHeard = false;
        return hasHeard;
    }

    /// <summary>
    /// Gives the peer its share of the receive thread's time, and ends it if it has been silent for too long. On the receive thread.
    /// </summary>
    public void Tick(long now)
    {
        _budget.Renew();
        var isConnected = State == WebRtcSessionState.Connected;
        if (isConnected && now - LastCheck > _options.Expiry)
        {
            End($"no connectivity check for {_options.Expiry / 1_000_000_000} s: the peer is gone");
        }
        else if (!isConnected && now - CreatedAt > _options.ConnectTimeout)
        {
            End(State == WebRtcSessionState.New ? "the peer never sent a connectivity check" : "the connection was not completed in time");
        }
    }

    /// <summary>Performs the DTLS handshake. On a thread of <see cref="HandshakeThreads"/>.</summary>
    public void Handshake(IDtlsEngine engine)
    {
        try
        {
            Establish(engine.Handshake(_options.Dtls, _pipe));
        }
        catch (DtlsException e)
        {
            End(e.Message);
        }
        catch (Exception e)
        {
            // A fault of our own or of the library ends this session, not the process.
            _port.UserCode.Count(e, "A DTLS handshake");
            End($"the DTLS handshake failed unexpectedly ({e.Message})");
        }
    }

    /// <summary>Tells the peer that the session will end soon; peers that are not ours ignore it.</summary>
    public void SendLeaving()
    {
        if (!CanSend || Path is not { } path) return;
        Span<byte> message = stackalloc byte[StunLeaving.MaxBytes];
        _port.Send(message[..StunLeaving.Write(message, _options.Local.PasswordBytes)], path.Address);
    }

    /// <summary>
    /// Ends the session, sends a close_notify if it was connected, and forgets its addresses. Idempotent; returns at once.
    /// </summary>
    /// <returns>Whether this call ended it.</returns>
    public bool End(string reason)
    {
        lock (_gate)
        {
            if (State == WebRtcSessionState.Ended) return false;
            EndReason = reason;
            _state = (int)WebRtcSessionState.Ended;
        }

        _port.Remove(this);
        _addresses.Release();
        if (_dtls is null) _pipe.Close(); // a handshake in progress ends now
        _media.End();
        _port.Control.Post(Close);
        return true;
    }

    /// <inheritdoc/>
    void IDtlsWire.Send(ReadOnlySpan<byte> datagram)
    {
        if (Path is { } path) _port.Send(datagram, path.Address);
    }

    private void Close()
    {
        try
        {
            if (_dtls is { } dtls) dtls.Close();
            _pipe.Close();
        }
        finally
        {
            _port.UserCode.Raise(Ended, this);
            _ended.TrySetResult();
        }
    }

    private void Establish(IDtlsConnection connection)
    {
        var isClient = connection.Role == DtlsRole.Client;
        bool isWanted;
        lock (_gate)
        {
            isWanted = State == WebRtcSessionState.Handshaking;
            Volatile.Write(ref _dtls, connection);
            if (isWanted)
            {
                _protector = connection.Keys.CreateProtector(isClient);
                Volatile.Write(ref _unprotector, connection.Keys.CreateUnprotector(isClient));
                Volatile.Write(ref _connectedAt, _port.Clock.Now);
                _state = (int)WebRtcSessionState.Connected;
            }

            connection.Keys.Dispose();
        }

        if (!isWanted)
        {
            connection.Close();
            return;
        }

        _media.Begin();
        _port.Control.Post(() => _port.UserCode.Raise(Connected, this));
        if (_pipe.HasAny) PostProcessing();
    }

    private void BeginHandshake()
    {
        if (Advance(WebRtcSessionState.Checking, WebRtcSessionState.Handshaking)) _port.Handshakes.Begin(this);
    }

    private bool Advance(WebRtcSessionState from, WebRtcSessionState to)
    {
        lock (_gate)
        {
            if (State != from) return false;
            _state = (int)to;
            return true;
        }
    }

    // At most one is waiting for the control thread, whatever the peer sends.
    private void PostProcessing()
    {
        if (Interlocked.Exchange(ref _isProcessing, 1) == 0) _port.Control.Post(Process);
    }

    private void Process()
    {
        Volatile.Write(ref _isProcessing, 0);
        if (_dtls is { } dtls && !dtls.Process()) End("the peer closed the connection");
    }
}

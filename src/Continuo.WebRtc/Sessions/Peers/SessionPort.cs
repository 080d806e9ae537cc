using System.Collections.Concurrent;
using System.Net;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Rtp.Sockets;
using Continuo.Threading;
using Continuo.WebRtc.Dtls;

namespace Continuo.WebRtc.Sessions.Peers;

/// <summary>
/// One UDP port for all peers. Its receive thread distinguishes STUN, DTLS and media by their first byte (RFC 7983) and finds the peer: of
/// a check by its user fragment, of everything else by its address, which a check has authenticated before. It answers checks and decrypts
/// packets itself; whatever takes longer goes to other threads.
/// </summary>
/// <remarks>Nothing is allocated per packet. All members are thread-safe, but for those of the receive thread.</remarks>
internal sealed class SessionPort : IDisposable
{
    private const long TickNanoseconds = 100_000_000;
    private const int MaxBatches = 5;
    private const long MaxBusyNanoseconds = 20_000_000;
    private const long RestNanoseconds = 1_000_000;
    private const int MaxDatagramBytes = 1500;

    /// <summary>An address belongs to the peer that checked from it last, unless another has done so within this time.</summary>
    private const long ClaimNanoseconds = 8_000_000_000;

    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(2);

    private readonly UdpSocket _socket;
    private readonly SocketWait _wait;
    private readonly WakeSignal _rest = new();
    private readonly ConcurrentDictionary<ulong, PeerConnection> _byFragment = new();
    private readonly ConcurrentDictionary<PeerAddress, PeerConnection> _byAddress = new();
    private readonly StunResponder _stun;
    private readonly Thread _thread;
    private volatile bool _isStopped;
    private int _isDisposed;
    private long _datagrams, _strangers;

    /// <summary>Opens the port; <see cref="Start"/> begins to receive.</summary>
    /// <exception cref="AudioException">The port is in use, or the address is not one of this machine.</exception>
    public SessionPort(IPEndPoint local, IDtlsEngine dtls, MonotonicClock clock, UserCode userCode)
    {
        (Clock, UserCode) = (clock, userCode);
        _socket = UdpSocket.Open(new UdpOptions { Local = local, SendBufferBytes = 4 * 1024 * 1024 });
        _wait = new SocketWait(_socket);
        _stun = new StunResponder(this);
        Handshakes = new HandshakeThreads(dtls);
        Control = new ControlThread("continuo webrtc control", userCode);
        Events = new ControlThread("continuo webrtc events", userCode);
        _thread = new Thread(Run) { IsBackground = true, Name = "continuo webrtc" };
    }

    public MonotonicClock Clock { get; }

    public UserCode UserCode { get; }

    public HandshakeThreads Handshakes { get; }

    /// <summary>For DTLS records after the handshake, and the ends of sessions.</summary>
    public ControlThread Control { get; }

    /// <summary>For the user's handlers, which may take their time.</summary>
    public ControlThread Events { get; }

    /// <summary>Local address.</summary>
    public IPEndPoint Local => _socket.Local;

    /// <summary>Number of peers.</summary>
    public int Count => _byFragment.Count;

    /// <summary>Datagrams received.</summary>
    public long Datagrams => Volatile.Read(ref _datagrams);

    /// <summary>Datagrams from addresses that no peer has been authenticated at, or that are nothing known.</summary>
    public long Strangers => Volatile.Read(ref _strangers);

    /// <summary>The fault that ended the receive thread; <see langword="null"/> if none did.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Called on the receive thread every 100 ms, with the current time.</summary>
    public Action<long>? Ticking { get; set; }

    /// <summary>Called on the receive thread for STUN responses; for peers that send checks themselves.</summary>
    public StunReplyHandler? ReplyReceived { get; set; }

    /// <summary>Starts the receive thread.</summary>
    public void Start() => _thread.Start();

    /// <summary>Makes a peer known by its user fragment.</summary>
    public void Add(PeerConnection peer)
    {
        if (!_byFragment.TryAdd(FragmentKey.Of(peer.Options.Local.FragmentBytes), peer))
        {
            throw new InvalidOperationException("The user fragment is in use.");
        }

        if (_isStopped) peer.End("the host was stopped");
    }

    /// <summary>Forgets a peer's user fragment.</summary>
    public void Remove(PeerConnection peer) => _byFragment.TryRemove(FragmentKey.Of(peer.Options.Local.FragmentBytes), out _);

    /// <summary>Finds the peer of a user fragment of ours.</summary>
    public PeerConnection? Find(ReadOnlySpan<byte> fragment) =>
        fragment.Length == FragmentKey.Bytes ? _byFragment.GetValueOrDefault(FragmentKey.Of(fragment)) : null;

    /// <summary>Makes an address that was authenticated for a peer lead to it. On the receive thread.</summary>
    /// <returns>Whether it does; <see langword="false"/> if it is in use by another.</returns>
    public bool TryClaim(in PeerAddress address, PeerConnection peer, long now)
    {
        if (_byAddress.TryGetValue(address, out var owner) && owner != peer && owner.State != WebRtcSessionState.Ended
            && now - owner.LastCheck < ClaimNanoseconds)
        {
            return false;
        }

        _byAddress[address] = peer;
        if (peer.State != WebRtcSessionState.Ended) return true;
        Release(address, peer); // it has ended meanwhile
        return false;
    }

    /// <summary>Forgets an address of a peer.</summary>
    public void Release(in PeerAddress address, PeerConnection peer) =>
        _byAddress.TryRemove(new KeyValuePair<PeerAddress, PeerConnection>(address, peer));

    /// <summary>Sends a datagram.</summary>
    /// <returns>Whether the system took it.</returns>
    [RealTime]
#pragma warning disable CTN016, CTN017 // one system call that does not wait, as in UdpTransport
    public bool Send(ReadOnlySpan<byte> datagram, in PeerAddress to) => !_isStopped && _socket.Send(datagram, to);
#pragma warning restore CTN016, CTN017

    /// <summary>Sends the datagrams of a batch.</summary>
    /// <returns>The number that the system took.</returns>
    public int Send(DatagramBatch batch) => _isStopped ? 0 : _socket.Send(batch);

    /// <summary>Ends all sessions, notifies the peers, and closes the port.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        foreach (var peer in _byFragment.Values) peer.End("the host was stopped");
        Control.Dispose(); // after the last close_notify
        _isStopped = true;
        _wait.Wake();
        _rest.Set();
        if (_thread.IsAlive && _thread != Thread.CurrentThread) _thread.Join(StopTimeout);
        foreach (var peer in _byFragment.Values) peer.End("the host was stopped");
        Events.Dispose();
        _socket.Dispose();
        _wait.Dispose();
        _rest.Dispose();
    }

    private void Run()
    {
        try
        {
            RealTimePriority.TryRaise();
            Receive();
        }
        catch (Exception e)
        {
            // A fault of our own: whatever peers send is counted, not thrown.
            Failure = e;
            UserCode.Count(e, "The receive thread");
            foreach (var peer in _byFragment.Values) peer.End($"receiving failed unexpectedly ({e.Message})");
        }
    }

    private void Receive()
    {
        var batch = new DatagramBatch(64, MaxDatagramBytes);
        var (rested, tick) = (Clock.Now, Clock.Now);
        while (!_isStopped)
        {
            if (!_wait.Wait(0))
            {
                _wait.Wait(Math.Clamp(tick - Clock.Now, 0, TickNanoseconds));
                rested = Clock.Now;
            }

            for (var i = 0; i < MaxBatches && !_isStopped && _socket.Receive(batch) > 0; i++)
            {
                for (var d = 0; d < batch.Count; d++) Take(batch.Content(d), batch.Peer(d), batch.Arrival(d));
            }

            var now = Clock.Now;
            if (now >= tick)
            {
                tick = now + TickNanoseconds;
                foreach (var (_, peer) in _byFragment) peer.Tick(now);
                Ticking?.Invoke(now);
                _stun.Tick();
            }

            if (now - rested <= MaxBusyNanoseconds) continue;
            _rest.Wait(RestNanoseconds); // a thread that never sleeps starves others, and is killed where rtkit gave it its priority
            rested = Clock.Now;
        }
    }

    private void Take(Span<byte> datagram, in PeerAddress from, long arrival)
    {
        Volatile.Write(ref _datagrams, _datagrams + 1);
        // RFC 7983: 0…3 STUN, 20…63 DTLS, 128…191 RTP and RTCP.
        switch (datagram.IsEmpty ? byte.MaxValue : datagram[0])
        {
            case <= 3:
                _stun.Take(datagram, from, Clock.Now);
                return;
            case >= 20 and <= 63 when _byAddress.TryGetValue(from, out var peer):
                peer.TakeDtls(datagram, from);
                return;
            case >= 128 and <= 191 when _byAddress.TryGetValue(from, out var peer):
                peer.TakeMedia(datagram, arrival);
                return;
            default:
                Volatile.Write(ref _strangers, _strangers + 1);
                return;
        }
    }
}

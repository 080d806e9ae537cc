using System.Net;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Rtp.Sockets;
using Continuo.WebRtc.Dtls;
using Continuo.WebRtc.Dtls.BouncyCastle;
using Continuo.WebRtc.Sdp;
using Continuo.WebRtc.Sessions.Peers;
using Microsoft.Extensions.Logging;

namespace Continuo.WebRtc.Client;

/// <summary>
/// Our connection to a WHEP or WHIP server: offer and answer by HTTP, then a UDP port of its own with one peer. <see cref="Transport"/>
/// carries the packets. Connect blocks; everything else is thread-safe.
/// </summary>
internal sealed class ClientLink : IDisposable
{
    private const long ExpiryNanoseconds = 15_000_000_000;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private readonly SignallingClient _signalling;
    private readonly SignallingSession _session;
    private readonly SessionPort _port;
    private readonly IceClient _ice;
    private int _isDisposed;

    private ClientLink(
        SignallingClient signalling,
        SignallingSession session,
        SessionPort port,
        PeerDescription answer,
        PeerConnection peer,
        IceClient ice,
        PeerTransport transport) =>
        (_signalling, _session, _port, Answer, Peer, _ice, Transport) = (signalling, session, port, answer, peer, ice, transport);

    /// <summary>What was agreed.</summary>
    public PeerDescription Answer { get; }

    /// <summary>The server.</summary>
    public PeerConnection Peer { get; }

    /// <summary>The packets of both directions.</summary>
    public PeerTransport Transport { get; }

    /// <summary>Whether the connection is over: closed by the server, lost, or disposed.</summary>
    public bool HasEnded => Peer.State == Sessions.Peers.WebRtcSessionState.Ended;

    /// <summary>
    /// Whether the server has been silent for a second or more although it was asked several times, or has said that it will leave. A
    /// silent one may answer again; a new connection is better made before this one is given up.
    /// </summary>
    public bool IsInDoubt => _ice.IsInDoubt || _ice.IsLeaving;

    /// <summary>Whether the server has said that it will end the connection soon: it works until then.</summary>
    public bool IsLeaving => _ice.IsLeaving;

    /// <summary>Why it is over, one clause.</summary>
    public string EndReason => Peer.EndReason;

    /// <summary>Offers a session to a server and connects. Blocks for ten seconds at most beside the HTTP request.</summary>
    /// <param name="address">The endpoint.</param>
    /// <param name="request">Direction and codec.</param>
    /// <param name="clock">Clock of arrival times.</param>
    /// <param name="logger">For faults; may be <see langword="null"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="AudioException">The server refuses, or cannot be reached; see <see cref="SignallingClient.Offer"/>.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static ClientLink Connect(
        SignallingAddress address, ClientRequest request, MonotonicClock clock, ILogger? logger, CancellationToken cancellation)
    {
        var signalling = new SignallingClient(address);
        SessionPort? port = null;
        try
        {
            port = new SessionPort(
                new IPEndPoint(IPAddress.IPv6Any, 0), BouncyEngine.Instance, clock, new UserCode($"the connection to {address}", logger));
            var local = IceCredentials.Create();
            var offer = SdpOffer.Create(request.ToOffer(local, BouncyEngine.Instance.Fingerprint));
            var session = signalling.Offer(offer.Text, cancellation);
            try
            {
                var link = Begin(signalling, session, port, offer.ParseAnswer(session.AnswerSdp), local);
                link.Await(address, cancellation);
                return link;
            }
            catch
            {
                signalling.Delete(session);
                throw;
            }
        }
        catch
        {
            port?.Dispose();
            signalling.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Ends the session: notifies the server by DTLS and by HTTP (RFC 9725, 4.2), and closes the port. Takes a second at most.
    /// </summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        _port.Dispose();
        _signalling.Delete(_session);
        _signalling.Dispose();
    }

    /// <summary>Ends the session on another thread: a server that is gone cannot be notified, and takes its time.</summary>
    public void Abandon() => _ = Task.Run(Dispose);

    private static ClientLink Begin(
        SignallingClient signalling, SignallingSession session, SessionPort port, PeerDescription answer, IceCredentials local)
    {
        var transport = new PeerTransport(port);
        var role = answer.Setup == DtlsSetup.Passive ? DtlsRole.Client : DtlsRole.Server;
        var options = new PeerOptions(local, new DtlsRequest(role, answer.Fingerprint), ExpiryNanoseconds, ConnectTimeout.Ticks * 100);
        var peer = new PeerConnection(port, options, transport);
        transport.Connection = peer;
        port.Add(peer);
        var ice = new IceClient(port, peer, answer.Ice, answer.Candidates.Select(c => PeerAddress.From(c.EndPoint)));
        var link = new ClientLink(signalling, session, port, answer, peer, ice, transport);
        ice.Begin();
        port.Start();
        return link;
    }

    private void Await(SignallingAddress address, CancellationToken cancellation)
    {
        using var settled = new ManualResetEventSlim(Peer.ConnectedAt != 0 || HasEnded);
        void Settle(object? sender, EventArgs e) => settled.Set();
        Peer.Connected += Settle;
        Peer.Ended += Settle;
        try
        {
            if (Peer.ConnectedAt == 0 && !HasEnded) settled.Wait(ConnectTimeout, cancellation);
        }
        finally
        {
            Peer.Connected -= Settle;
            Peer.Ended -= Settle;
        }

        if (Peer.ConnectedAt != 0 && !HasEnded) return;
        throw new AudioException(
            AudioErrorCode.TimedOut,
            address.ToString(),
            Peer.Path is null
                ? "the server answered the offer, but nothing comes back by UDP"
                : "the server answered the offer, but the connection failed: "
                    + (EndReason.Length > 0 ? EndReason : "it was not completed in time"),
            $"Allow UDP to {string.Join(", ", Answer.Candidates.Select(c => c.EndPoint))}, or set the server's public address");
    }
}

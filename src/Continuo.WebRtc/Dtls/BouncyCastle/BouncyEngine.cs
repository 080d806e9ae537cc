using Continuo.WebRtc.Sdp;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace Continuo.WebRtc.Dtls.BouncyCastle;

/// <summary>
/// DTLS 1.2 by BouncyCastle, in managed code. One certificate for the process, made when it is first needed. Thread-safe.
/// </summary>
/// <remarks>
/// Handshakes are accepted without a cookie exchange (RFC 6347, 4.2.1): ICE has authenticated the peer's address, and BouncyCastle's
/// verifier does not take a ClientHello in several datagrams, which browsers send.
/// </remarks>
internal sealed class BouncyEngine : IDtlsEngine
{
    private static readonly Lazy<BouncyEngine> OfProcess = new(static () => new BouncyEngine());
    private static readonly Lazy<Task> WarmingUp = new(static () => Task.Factory.StartNew(RunOnce, TaskCreationOptions.LongRunning));

    private readonly BcTlsCrypto _crypto = new(new SecureRandom());
    private readonly BouncyCertificate _certificate = new();

    /// <summary>Creates an engine with a certificate of its own.</summary>
    public BouncyEngine()
    {
    }

    /// <summary>The process's engine.</summary>
    public static BouncyEngine Instance => OfProcess.Value;

    public DtlsFingerprint Fingerprint => _certificate.Fingerprint;

    /// <summary>
    /// Performs one handshake in memory in the background, so that the first listener need not wait a second for the compiler.
    /// </summary>
    /// <returns>Completes when that is done. Never faults.</returns>
    public static Task WarmUp() => WarmingUp.Value;

    public IDtlsConnection Handshake(DtlsRequest request, DtlsPipe pipe)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(pipe);
        var state = new HandshakeState(request);
        var transport = new BouncyTransport(pipe);
        try
        {
            var established = request.Role == DtlsRole.Server
                ? new DtlsServerProtocol().Accept(new BouncyServer(_crypto, _certificate, state), transport)
                : new DtlsClientProtocol().Connect(new BouncyClient(_crypto, _certificate, state), transport);
            transport.Establish();
            return new BouncyConnection(established, state, pipe);
        }
        catch (TlsTimeoutException e)
        {
            pipe.Close();
            throw new DtlsException("the DTLS handshake was not completed in time", e);
        }
        catch (Exception e) when (e is TlsException or IOException or InvalidOperationException or ArgumentException)
        {
            // Whatever a peer sends ends its handshake, and nothing else.
            pipe.Close();
            throw new DtlsException($"the DTLS handshake failed: {state.Alert ?? e.Message}", e);
        }
    }

    private static void RunOnce()
    {
        var (client, server) = (new LoopWire(), new LoopWire());
        (client.Peer, server.Peer) = (server.Pipe, client.Pipe);
        var accepting = new Thread(() => Try(DtlsRole.Server, server.Pipe)) { IsBackground = true, Name = "continuo dtls" };
        accepting.Start();
        Try(DtlsRole.Client, client.Pipe);
        accepting.Join();

        void Try(DtlsRole role, DtlsPipe pipe)
        {
            try
            {
                Instance.Handshake(new DtlsRequest(role, Instance.Fingerprint), pipe);
            }
            catch (DtlsException)
            {
                // Only the compiled code matters; a real handshake says what is wrong.
            }
        }
    }

    private sealed class LoopWire : IDtlsWire
    {
        public LoopWire() => Pipe = new DtlsPipe(this);

        public DtlsPipe Pipe { get; }

        public DtlsPipe? Peer { get; set; }

        public void Send(ReadOnlySpan<byte> datagram) => Peer?.Deliver(datagram);
    }
}

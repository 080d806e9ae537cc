using System.Net;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Rtp.Sockets;
using Continuo.WebRtc.Dtls;
using Continuo.WebRtc.Dtls.BouncyCastle;
using Continuo.WebRtc.Sdp;
using Continuo.WebRtc.Sessions.Peers;

namespace Continuo.WebRtc.Tests.Sessions.Peers;

public sealed class HandshakeThreadsTests
{
    private const int Peers = 3 * HandshakeThreads.Most;

    [Fact]
    public async Task No_more_than_sixteen_handshakes_run_at_once_and_the_others_follow()
    {
        using var engine = new SlowEngine();
        using var port = new SessionPort(new IPEndPoint(IPAddress.Loopback, 0), engine, SystemClock.Instance, new UserCode("the test"));
        var media = Enumerable.Range(0, Peers).Select(_ => new RecordingMedia()).ToArray();
        foreach (var (item, i) in media.Select((m, i) => (m, i)))
        {
            var peer = new PeerConnection(port, PeerRig.Peer(IceCredentials.Create(), DtlsRole.Server, new RigOptions()), item);
            port.Add(peer);
            var from = PeerAddress.From(new IPEndPoint(IPAddress.Loopback, 20_000 + i));
            peer.TakeCheck(from, isNominated: true, SystemClock.Instance.Now);
            Assert.Equal(WebRtcSessionState.Checking, peer.State); // no thread before the peer has spoken DTLS
            peer.TakeDtls([22, 254, 253], from);
            Assert.Equal(WebRtcSessionState.Handshaking, peer.State);
        }

        while (engine.Running < HandshakeThreads.Most) await Task.Delay(5, TestContext.Current.CancellationToken);
        Assert.Equal(HandshakeThreads.Most, engine.Running);
        engine.Release();
        foreach (var item in media) await item.Over.Task.WaitAsync(PeerRig.Patience, TestContext.Current.CancellationToken);
        Assert.Equal(Peers, engine.Total);
        Assert.Equal(HandshakeThreads.Most, engine.Greatest);
    }

    [Fact]
    public async Task A_fault_of_the_engine_ends_its_session_only()
    {
        using var engine = new SlowEngine { Fault = new InvalidOperationException("broken") };
        engine.Release();
        using var port = new SessionPort(new IPEndPoint(IPAddress.Loopback, 0), engine, SystemClock.Instance, new UserCode("the test"));
        for (var i = 0; i < 2; i++)
        {
            var media = new RecordingMedia();
            var peer = new PeerConnection(port, PeerRig.Peer(IceCredentials.Create(), DtlsRole.Server, new RigOptions()), media);
            port.Add(peer);
            var from = PeerAddress.From(new IPEndPoint(IPAddress.Loopback, 20_000));
            peer.TakeDtls([22, 254, 253], from);
            peer.TakeCheck(from, isNominated: true, SystemClock.Instance.Now);
            await media.Over.Task.WaitAsync(PeerRig.Patience, TestContext.Current.CancellationToken);
            Assert.Contains("broken", peer.EndReason, StringComparison.Ordinal);
        }

        Assert.Equal(2, engine.Total);
    }

    /// <summary>Handshakes that fail when they are released.</summary>
    private sealed class SlowEngine : IDtlsEngine, IDisposable
    {
        private readonly ManualResetEventSlim _released = new();
        private int _running, _total, _greatest;

        public DtlsFingerprint Fingerprint => BouncyEngine.Instance.Fingerprint;

        public Exception Fault { get; init; } = new DtlsException("released");

        public int Running => Volatile.Read(ref _running);

        public int Total => Volatile.Read(ref _total);

        public int Greatest => Volatile.Read(ref _greatest);

        public void Release() => _released.Set();

        public IDtlsConnection Handshake(DtlsRequest request, DtlsPipe pipe)
        {
            var running = Interlocked.Increment(ref _running);
            Interlocked.Increment(ref _total);
            for (var seen = Greatest; running > seen; seen = Greatest)
            {
                if (Interlocked.CompareExchange(ref _greatest, running, seen) == seen) break;
            }

            _released.Wait(PeerRig.Patience);
            Interlocked.Decrement(ref _running);
            throw Fault;
        }

        public void Dispose() => _released.Dispose();
    }
}

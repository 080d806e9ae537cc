using Continuo.WebRtc.Dtls;

namespace Continuo.WebRtc.Sessions.Peers;

/// <summary>
/// Performs handshakes, each on a thread of its own, because BouncyCastle blocks. The number of threads is bounded; further peers wait,
/// while their datagrams wait in their pipes. Thread-safe.
/// </summary>
internal sealed class HandshakeThreads(IDtlsEngine engine, int most = HandshakeThreads.Most)
{
    /// <summary>Default maximum of handshakes at the same time.</summary>
    public const int Most = 16;

    private readonly Queue<PeerConnection> _waiting = new();
    private int _running;

    /// <summary>Performs the handshake of a peer, which has been authenticated by ICE.</summary>
    public void Begin(PeerConnection peer)
    {
        lock (_waiting)
        {
            if (_running == most)
            {
                _waiting.Enqueue(peer);
                return;
            }

            _running++;
        }

        new Thread(() => Run(peer)) { IsBackground = true, Name = "continuo dtls" }.Start();
    }

    private void Run(PeerConnection? peer)
    {
        for (; peer is not null; peer = Next()) peer.Handshake(engine);
    }

    private PeerConnection? Next()
    {
        lock (_waiting)
        {
            if (_waiting.TryDequeue(out var next)) return next;
            _running--;
            return null;
        }
    }
}

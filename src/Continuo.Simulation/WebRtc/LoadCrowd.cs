using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Wire;

namespace Continuo.Simulation.WebRtc;

/// <summary>
/// Many <see cref="LoadPeer"/>s on one thread, which looks at each socket every two milliseconds; handshakes run on some threads beside it.
/// </summary>
internal sealed class LoadCrowd : IDisposable
{
    private const int HandshakeThreads = 4;
    private const int SweepMilliseconds = 2;

    private readonly Lock _lock = new();
    private readonly Queue<LoadPeer> _waiting = new();
    private readonly Thread _thread;
    private LoadPeer[] _peers = [];
    private volatile bool _isStopped;

    public LoadCrowd()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "load" };
        _thread.Start();
        for (var i = 0; i < HandshakeThreads; i++) new Thread(ShakeHands) { IsBackground = true, Name = "load dtls" }.Start();
    }

    /// <summary>How long after the first arrival of a packet's burst the others came, in nanoseconds.</summary>
    public LogHistogram Spread { get; } = new();

    /// <summary>From the capture of a packet's first frame, as its header says, to its arrival, in nanoseconds.</summary>
    public LogHistogram CaptureToArrival { get; } = new();

    /// <summary>A peer that is not read any more.</summary>
    public LoadPeer? Deaf { get; set; }

    public void Add(LoadPeer peer)
    {
        lock (_lock) Volatile.Write(ref _peers, [.. _peers, peer]);
    }

    public void Remove(LoadPeer peer)
    {
        lock (_lock) Volatile.Write(ref _peers, [.. _peers.Where(p => p != peer)]);
        Thread.Sleep(20 * SweepMilliseconds); // the sweep that holds it is over
    }

    public void Dispose()
    {
        _isStopped = true;
        lock (_waiting) Monitor.PulseAll(_waiting);
        _thread.Join();
        foreach (var peer in _peers) peer.Dispose();
    }

    private static long Nanoseconds(ulong ntp) => (long)(ntp / 4.294967296);

    private void Run()
    {
        var batch = new DatagramBatch(64);
        var begun = new HashSet<LoadPeer>();
        var burst = 0L;
        ArrivalHandler arrived = (arrival, capture) =>
        {
            if (arrival - burst > 8_000_000) burst = arrival;
            Spread.Record(Math.Max(0, arrival - burst));
            var age = SystemClock.Instance.Now - arrival;
            CaptureToArrival.Record(Math.Max(0, Nanoseconds(RtcpSenderReport.ToNtp(DateTime.UtcNow) - capture) - age));
        };
        while (!_isStopped)
        {
            var now = SystemClock.Instance.Now;
            foreach (var peer in Volatile.Read(ref _peers))
            {
                if (peer == Deaf) continue;
                peer.Tick(now);
                peer.Receive(batch, arrived);
                if (!peer.IsChecked || peer.IsConnected || !begun.Add(peer)) continue;
                lock (_waiting)
                {
                    _waiting.Enqueue(peer);
                    Monitor.Pulse(_waiting);
                }
            }

            Thread.Sleep(SweepMilliseconds);
        }
    }

    private void ShakeHands()
    {
        while (true)
        {
            LoadPeer? peer;
            lock (_waiting)
            {
                while (!_waiting.TryDequeue(out peer))
                {
                    if (_isStopped) return;
                    Monitor.Wait(_waiting);
                }
            }

            peer.Handshake();
        }
    }
}

using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Transport;
using Continuo.Threading;

namespace Continuo.Mumble.Voice;

/// <summary>
/// Sends voice packets on a thread of its own, over UDP while that gets through, else through the tunnel. Any caller that talks only puts
/// them into a bounded queue. What has waited longer than 200 ms, because the server does not read, is dropped, oldest first.
/// </summary>
internal sealed class VoiceOutput : IDisposable
{
    private const int Capacity = 64;
    private const long MaxAge = 200_000_000;

    private readonly DatagramQueue _queue = new(Capacity, IVoiceLayout.MaxBytes);
    private readonly DatagramBatch _batch = new(1, IVoiceLayout.MaxBytes);
    private readonly WakeSignal _wake = new();
    private readonly MonotonicClock _clock;
    private readonly UdpVoice? _udp;
    private readonly Action<ReadOnlySpan<byte>> _tunnel;
    private readonly Action<Exception> _fail;
    private long _dropped, _sent, _queued, _taken;
    private volatile bool _isStopped;

    /// <summary>Creates the output and starts its thread.</summary>
    /// <param name="udp">The way over UDP, if any.</param>
    /// <param name="tunnel">Sends a packet over the control connection; may block.</param>
    /// <param name="fail">Called if that throws.</param>
    /// <param name="clock">Clock.</param>
    public VoiceOutput(UdpVoice? udp, Action<ReadOnlySpan<byte>> tunnel, Action<Exception> fail, MonotonicClock clock)
    {
        (_udp, _tunnel, _fail, _clock) = (udp, tunnel, fail, clock);
        new Thread(Run, 256 * 1024) { IsBackground = true, Name = "mumble send" }.Start();
    }

    /// <summary>Number of packets dropped: too old, or too many.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Number of packets sent.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>Whether everything queued has been sent.</summary>
    public bool IsEmpty => Volatile.Read(ref _queued) == Volatile.Read(ref _taken);

    /// <summary>Queues a packet of at most <see cref="IVoiceLayout.MaxBytes"/>. Any thread; real-time-safe.</summary>
    [RealTime]
    public bool TrySend(ReadOnlySpan<byte> packet)
    {
        if (packet.Length > IVoiceLayout.MaxBytes || !_queue.TryWrite(packet, default, _clock.Now))
        {
            Volatile.Write(ref _dropped, _dropped + 1);
            return false;
        }

        Interlocked.Increment(ref _queued);
        _wake.Set();
        return true;
    }

    /// <summary>Ends the thread, without waiting for it.</summary>
    public void Dispose()
    {
        _isStopped = true;
        _wake.Dispose();
    }

    private void Run()
    {
        try
        {
            while (!_isStopped)
            {
                _wake.Wait(long.MaxValue);
                _wake.Reset();
                while (!_isStopped && TryTake(out var age))
                {
                    Send(age);
                    Volatile.Write(ref _taken, _taken + 1);
                }
            }
        }
        catch (Exception e)
        {
            if (!_isStopped) _fail(e);
        }
    }

    private bool TryTake(out long age)
    {
        _batch.Clear();
        age = 0;
        if (!_queue.TryRead(_batch, out _)) return false;
        age = _clock.Now - _batch.Arrival(0);
        return true;
    }

    private void Send(long age)
    {
        if (age > MaxAge)
        {
            Volatile.Write(ref _dropped, _dropped + 1);
            return;
        }

        if (_udp is not { IsUsable: true } udp || !udp.Send(_batch[0])) _tunnel(_batch[0]);
        Volatile.Write(ref _sent, _sent + 1);
    }
}

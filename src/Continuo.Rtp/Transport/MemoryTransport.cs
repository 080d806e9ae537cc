using System.Net;
using Continuo.Diagnostics;
using Continuo.Rtp.Sockets;
using Continuo.Threading;

namespace Continuo.Rtp.Transport;

/// <summary>A transport of a <see cref="MemoryNetwork"/>. Any number of threads may send to it.</summary>
internal sealed class MemoryTransport : IPacketTransport
{
    private readonly MemoryNetwork _network;
    private readonly DatagramQueue _queue;
    private readonly WakeSignal _wake = new();
    private volatile bool _isInterrupted;
    private long _overflows, _oversized, _refused;

    internal MemoryTransport(MemoryNetwork network, IPEndPoint local, DatagramQueue queue) =>
        (_network, Local, Address, _queue) = (network, local, PeerAddress.From(local), queue);

    /// <inheritdoc/>
    public IPEndPoint Local { get; }

    /// <inheritdoc/>
    public PacketTransportStatistics Statistics =>
        new(Volatile.Read(ref _overflows), Volatile.Read(ref _oversized), Volatile.Read(ref _refused),
            _refused == 0 ? null : "no transport receives at that port, or the datagram is too long");

    [RealTime]
    internal PeerAddress Address { get; }

    /// <inheritdoc/>
    [RealTime]
    public int Receive(DatagramBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Clear();
        while (batch.Count < batch.Capacity && _queue.TryRead(batch, out var isTooLong))
        {
            if (isTooLong) _oversized++;
        }

        return batch.Count;
    }

    /// <inheritdoc/>
    [RealTime]
    public int Send(DatagramBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var sent = 0;
        for (var i = 0; i < batch.Count; i++)
        {
            if (Send(batch[i], batch.Peer(i))) sent++;
        }

        return sent;
    }

    /// <inheritdoc/>
    [RealTime]
    public bool Send(ReadOnlySpan<byte> datagram, in PeerAddress peer)
    {
        if (_network.Find(peer) is { } receiver && datagram.Length <= receiver._queue.MaxBytes)
        {
            receiver.Take(datagram, Address);
            return true; // as with UDP, the sender does not learn whether it is received
        }

        _refused++;
        return false;
    }

    /// <inheritdoc/>
    public bool Wait(TimeSpan timeout)
    {
        if (_queue.HasAny) return true;
        if (_isInterrupted || timeout <= TimeSpan.Zero) return false;
        _wake.Reset();
        if (!_queue.HasAny && !_isInterrupted) _wake.Wait(timeout.Ticks * 100);
        return _queue.HasAny;
    }

    /// <inheritdoc/>
    public void Interrupt()
    {
        _isInterrupted = true;
        _wake.Set();
    }

    /// <summary>Removes the transport from the network.</summary>
    public void Dispose()
    {
        _network.Remove(this);
        Interrupt();
    }

    [RealTime]
    private void Take(ReadOnlySpan<byte> datagram, in PeerAddress sender)
    {
        if (_queue.TryWrite(datagram, sender, _network.Clock.Now)) _wake.Set();
        else Interlocked.Increment(ref _overflows);
    }
}

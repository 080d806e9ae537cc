using System.Net;
using Continuo.Diagnostics;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Transport;
using Continuo.Rtp.Wire;
using Continuo.Threading;

namespace Continuo.WebRtc.Sessions.Peers;

/// <summary>
/// A peer's packets as a transport (SRTP over ICE), for the senders and receivers of <c>Continuo.Rtp</c>. They see one peer at one address,
/// wherever it really is: its packets are authentic.
/// </summary>
internal sealed class PeerTransport : IPacketTransport, IPeerMedia
{
    private const int Capacity = 256;
    private const int UnknownLevel = 1;
    private const int MaxPacketBytes = 1500;

    private readonly SessionPort _port;
    private readonly DatagramQueue _queue = new(Capacity, MaxPacketBytes);
    private readonly WakeSignal _wake = new();
    private readonly byte[] _packet = new byte[MaxPacketBytes + PeerConnection.MaxOverhead];
    private readonly PeerAddress _peer;
    private volatile bool _isInterrupted;
    private int _level = UnknownLevel;
    private long _overflows, _refused, _packets, _bytes, _lastArrival;

    public PeerTransport(SessionPort port)
    {
        _port = port;
        _peer = PeerAddress.From(new IPEndPoint(IPAddress.Loopback, port.Local.Port));
    }

    /// <summary>The connection; set before it is started.</summary>
    [RealTime]
    public PeerConnection? Connection { get; set; }

    /// <summary>Called when the keys are known. On the handshake's thread.</summary>
    public Action? Begun { get; set; }

    /// <summary>Called when the session is over. On any thread.</summary>
    public Action? Ended { get; set; }

    /// <inheritdoc/>
    public IPEndPoint Local => _port.Local;

    /// <inheritdoc/>
    public PacketTransportStatistics Statistics =>
        new(Volatile.Read(ref _overflows), 0, Volatile.Read(ref _refused), _refused == 0 ? null : "the peer is not connected");

    /// <summary>Called for each audio packet, on the receive thread. Must not block or throw.</summary>
    public Action? Arrived { get; set; }

    /// <summary>Number of the header extension with the audio level (RFC 6464); 0 without. Set before the connection is started.</summary>
    public byte LevelId { get; init; }

    /// <summary>Level of the last packet in dBov, as the peer says; <see langword="null"/> if it does not.</summary>
    public int? LevelDb => Volatile.Read(ref _level) is var level and <= 0 ? level : null;

    /// <summary>Audio packets received.</summary>
    public long Packets => Volatile.Read(ref _packets);

    /// <summary>Bytes of these packets, decrypted.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Arrival of the last audio packet, in nanoseconds of the host's clock; 0 before the first.</summary>
    public long LastArrival => Volatile.Read(ref _lastArrival);

    /// <inheritdoc/>
    [RealTime]
    public int Receive(DatagramBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Clear();
        while (batch.Count < batch.Capacity && _queue.TryRead(batch, out _))
        {
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
        if (Connection is { } connection && datagram.Length <= MaxPacketBytes)
        {
            datagram.CopyTo(_packet);
            var length = RtpPacket.IsRtcp(datagram)
                ? connection.TryProtectRtcp(_packet, datagram.Length, out var to)
                : connection.TryProtect(_packet, datagram.Length, out to);
            if (length > 0 && _port.Send(_packet.AsSpan(0, length), to)) return true;
        }

        Volatile.Write(ref _refused, _refused + 1);
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

    /// <summary>Ends waits. The connection is not closed: its owner does that.</summary>
    public void Dispose() => Interrupt();

    /// <inheritdoc/>
    public void TakeRtp(ReadOnlySpan<byte> packet, long arrival)
    {
        Volatile.Write(ref _lastArrival, arrival);
        Volatile.Write(ref _packets, _packets + 1);
        Volatile.Write(ref _bytes, _bytes + packet.Length);
        if (LevelId != 0 && RtpPacket.TryParse(packet, out var parsed) && HeaderExtensionReader.TryFind(parsed, LevelId, out var value)
            && RtpAudioLevel.TryRead(value, out var level))
        {
            Volatile.Write(ref _level, level.Decibels);
        }

        Enqueue(packet, arrival);
        Arrived?.Invoke();
    }

    /// <inheritdoc/>
    public void TakeRtcp(ReadOnlySpan<byte> packet, long arrival) => Enqueue(packet, arrival);

    /// <inheritdoc/>
    public void Begin() => Begun?.Invoke();

    /// <inheritdoc/>
    public void End() => Ended?.Invoke();

    private void Enqueue(ReadOnlySpan<byte> packet, long arrival)
    {
        if (packet.Length <= MaxPacketBytes && _queue.TryWrite(packet, _peer, arrival)) _wake.Set();
        else Volatile.Write(ref _overflows, _overflows + 1);
    }
}

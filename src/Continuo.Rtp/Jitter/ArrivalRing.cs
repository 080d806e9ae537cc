using Continuo.Diagnostics;
using Continuo.Rtp.Packets;

namespace Continuo.Rtp.Jitter;

/// <summary>
/// Hands packets from the network's thread to the consumer's. One writer, one reader, neither ever waits: the writer overwrites
/// the oldest packets of a reader that stays away, and the reader counts them.
/// </summary>
/// <remarks>
/// Each slot is a seqlock: its stamp is odd while it is written and names the packet's number when it is whole. The reader copies,
/// then looks at the stamp again; what has been overwritten meanwhile is never used.
/// </remarks>
internal sealed class ArrivalRing
{
    private readonly int _mask;
    private readonly int _maxPayload;
    private readonly long[] _stamps;
    private readonly PacketArrival[] _arrivals;
    private readonly byte[] _payloads;
    private long _head;
    private long _tail;

    public ArrivalRing(int capacity, int maxPayload)
    {
        _mask = capacity - 1;
        _maxPayload = maxPayload;
        _stamps = new long[capacity];
        _arrivals = new PacketArrival[capacity];
        _payloads = new byte[(long)capacity * maxPayload];
    }

    /// <summary>Packets that were overwritten before the reader looked at them. Written by the reader.</summary>
    public long Missed { get; private set; }

    /// <summary>Packets that were overwritten while the reader copied them. Written by the reader.</summary>
    public long Torn { get; private set; }

    /// <summary>The writer's side. The payload must fit.</summary>
    [RealTime]
    public void Write(in IncomingPacket packet, long time, int stream)
    {
        var slot = (int)_head & _mask;
        Volatile.Write(ref _stamps[slot], 2 * _head + 1);
        Volatile.WriteBarrier();
        _arrivals[slot] = new PacketArrival(packet.Sequence, packet.MediaTime, time, stream, packet.Payload.Length, packet.IsRedundant);
        packet.Payload.CopyTo(_payloads.AsSpan(slot * _maxPayload, _maxPayload));
        Volatile.Write(ref _stamps[slot], 2 * _head + 2);
        Volatile.Write(ref _head, _head + 1);
    }

    /// <summary>The reader's side: looks at the next packet without its payload.</summary>
    [RealTime]
    public bool TryPeek(out PacketArrival arrival)
    {
        while (true)
        {
            var head = Volatile.Read(ref _head);
            if (_tail == head)
            {
                arrival = default;
                return false;
            }

            if (head - _tail > _mask + 1)
            {
                Missed += head - _tail - (_mask + 1);
                _tail = head - (_mask + 1);
            }

            arrival = _arrivals[(int)_tail & _mask];
            if (IsWhole()) return true;
            Drop();
        }
    }

    /// <summary>The reader's side: copies the payload of the packet that was peeked at; false if it has been overwritten.</summary>
    [RealTime]
    public bool TryCopy(Span<byte> payload)
    {
        _payloads.AsSpan(((int)_tail & _mask) * _maxPayload, payload.Length).CopyTo(payload);
        if (IsWhole()) return true;
        Torn++;
        return false;
    }

    /// <summary>The reader's side: goes on to the next packet.</summary>
    [RealTime]
    public void Advance() => _tail++;

    [RealTime]
    private bool IsWhole()
    {
        Volatile.ReadBarrier();
        return Volatile.Read(ref _stamps[(int)_tail & _mask]) == 2 * _tail + 2;
    }

    [RealTime]
    private void Drop()
    {
        Missed++;
        _tail++;
    }
}

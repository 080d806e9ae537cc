using Continuo.Diagnostics;
using Continuo.Rtp.Packets;

namespace Continuo.Rtp.Jitter;

/// <summary>
/// Transfers packets from the network's thread to the consumer's. One writer and one reader; neither waits. The writer overwrites the
/// oldest packets if the reader is too slow, and the reader counts them.
/// </summary>
/// <remarks>
/// Each slot is a sequence lock: its stamp is odd while it is written, and then identifies the packet's number. The reader copies the slot
/// and reads the stamp again; an overwritten copy is discarded.
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

    /// <summary>Number of packets that were overwritten before they were read. Written by the reader.</summary>
    public long Missed { get; private set; }

    /// <summary>Number of packets that were overwritten while they were copied. Written by the reader.</summary>
    public long Torn { get; private set; }

    /// <summary>Writes a packet. For the writer. The payload must fit.</summary>
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

    /// <summary>Reads the next packet without its payload. For the reader.</summary>
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

    /// <summary>Copies the payload of the packet last peeked at; false if it has been overwritten. For the reader.</summary>
    [RealTime]
    public bool TryCopy(Span<byte> payload)
    {
        _payloads.AsSpan(((int)_tail & _mask) * _maxPayload, payload.Length).CopyTo(payload);
        if (IsWhole()) return true;
        Torn++;
        return false;
    }

    /// <summary>Advances to the next packet. For the reader.</summary>
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

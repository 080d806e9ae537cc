using Continuo.Diagnostics;

namespace Continuo.Rtp.Jitter;

/// <summary>
/// Packets by sequence number: the stored ones, and the outcome of recent ones, to distinguish late packets from duplicates. Not
/// thread-safe; real-time-safe.
/// </summary>
internal sealed class PacketStore
{
    private readonly int _mask;
    private readonly int _maxPayload;
    private readonly long[] _sequences;
    private readonly long[] _mediaTimes;
    private readonly int[] _lengths;
    private readonly bool[] _redundant;
    private readonly SlotState[] _states;
    private readonly byte[] _payloads;

    public PacketStore(int capacity, int maxPayload)
    {
        _mask = capacity - 1;
        _maxPayload = maxPayload;
        _sequences = new long[capacity];
        _mediaTimes = new long[capacity];
        _lengths = new int[capacity];
        _redundant = new bool[capacity];
        _states = new SlotState[capacity];
        _payloads = new byte[capacity * maxPayload];
    }

    /// <summary>Number of sequence numbers that it spans.</summary>
    [RealTime]
    public int Capacity => _mask + 1;

    /// <summary>Sequence number to play next; no earlier packets are stored.</summary>
    [RealTime]
    public long Next { get; private set; }

    /// <summary>Number of stored packets.</summary>
    [RealTime]
    public int Count { get; private set; }

    /// <summary>Removes all packets; <paramref name="next"/> is the first number to play.</summary>
    [RealTime]
    public void Clear(long next)
    {
        Array.Clear(_states);
        Next = next;
        Count = 0;
    }

    /// <summary>Outcome of a packet; <see cref="SlotState.Empty"/> if unknown.</summary>
    [RealTime]
    public SlotState StateOf(long sequence)
    {
        var slot = (int)sequence & _mask;
        return _sequences[slot] == sequence ? _states[slot] : SlotState.Empty;
    }

    /// <summary>
    /// Adds a packet and returns the buffer for its payload. Its number must be within <see cref="Next"/> … Next + capacity − 1.
    /// </summary>
    [RealTime]
    public Span<byte> Add(in PacketArrival arrival)
    {
        var slot = (int)arrival.Sequence & _mask;
        (_sequences[slot], _mediaTimes[slot], _lengths[slot]) = (arrival.Sequence, arrival.MediaTime, arrival.Length);
        (_redundant[slot], _states[slot]) = (arrival.IsRedundant, SlotState.Held);
        Count++;
        return _payloads.AsSpan(slot * _maxPayload, arrival.Length);
    }

    /// <summary>Removes a packet that was just added.</summary>
    [RealTime]
    public void Remove(long sequence)
    {
        _states[(int)sequence & _mask] = SlotState.Empty;
        Count--;
    }

    /// <summary>Makes room for later packets by dropping earlier ones. Returns the number of stored packets that were dropped.</summary>
    [RealTime]
    public int MakeRoomFor(long sequence)
    {
        var before = Count;
        if (sequence - Next > 2L * Capacity)
        {
            Clear(sequence);
            return before;
        }

        while (sequence - Next >= Capacity) PassOver();
        return before - Count;
    }

    /// <summary>Records that a packet, missing when it was due, has arrived.</summary>
    [RealTime]
    public void MarkLate(long sequence) => _states[(int)sequence & _mask] = SlotState.Late;

    /// <summary>Number of the first stored packet; false if there is none.</summary>
    [RealTime]
    public bool TryFirst(out long sequence)
    {
        sequence = Next;
        if (Count == 0) return false;
        while (StateOf(sequence) != SlotState.Held) sequence++;
        return true;
    }

    /// <summary>Number of the first stored packet after another; false if there is none.</summary>
    [RealTime]
    public bool TryAfter(long sequence, out long after)
    {
        for (after = sequence + 1; after < Next + Capacity; after++)
        {
            if (StateOf(after) == SlotState.Held) return true;
        }

        return false;
    }

    /// <summary>Position of a stored packet's first frame.</summary>
    [RealTime]
    public long MediaTimeOf(long sequence) => _mediaTimes[(int)sequence & _mask];

    /// <summary>Whether a stored packet arrived as a copy in a later one.</summary>
    [RealTime]
    public bool IsRedundant(long sequence) => _redundant[(int)sequence & _mask];

    /// <summary>Payload of a stored packet.</summary>
    [RealTime]
    public ReadOnlySpan<byte> PayloadOf(long sequence)
    {
        var slot = (int)sequence & _mask;
        return _payloads.AsSpan(slot * _maxPayload, _lengths[slot]);
    }

    /// <summary>Finishes the first stored packet, and all missing packets before it.</summary>
    [RealTime]
    public void EndWith(long sequence, SlotState state)
    {
        while (Next < sequence) PassOver();
        _states[(int)sequence & _mask] = state;
        Count--;
        Next++;
    }

    /// <summary>Finishes a missing packet that was recovered from the next one, and all missing packets before it.</summary>
    [RealTime]
    public void Recover(long sequence)
    {
        while (Next <= sequence) PassOver();
        _states[(int)sequence & _mask] = SlotState.Played;
    }

    [RealTime]
    private void PassOver()
    {
        var slot = (int)Next & _mask;
        if (StateOf(Next) == SlotState.Held) Count--;
        (_sequences[slot], _states[slot]) = (Next, SlotState.Missed);
        Next++;
    }
}

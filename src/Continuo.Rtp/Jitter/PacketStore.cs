using Continuo.Diagnostics;

namespace Continuo.Rtp.Jitter;

/// <summary>
/// Packets by sequence number: the stored ones, and the outcome of recent ones, to tell late packets from duplicates.
/// One thread; real-time-safe.
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

    /// <summary>How many numbers it spans.</summary>
    [RealTime]
    public int Capacity => _mask + 1;

    /// <summary>The number that is played next; nothing before it is held.</summary>
    [RealTime]
    public long Next { get; private set; }

    /// <summary>How many packets are held.</summary>
    [RealTime]
    public int Count { get; private set; }

    /// <summary>Forgets everything; <paramref name="next"/> is the first number to be played.</summary>
    [RealTime]
    public void Clear(long next)
    {
        Array.Clear(_states);
        Next = next;
        Count = 0;
    }

    /// <summary>What became of a packet; <see cref="SlotState.Empty"/> if that is not known.</summary>
    [RealTime]
    public SlotState StateOf(long sequence)
    {
        var slot = (int)sequence & _mask;
        return _sequences[slot] == sequence ? _states[slot] : SlotState.Empty;
    }

    /// <summary>Takes a packet and gives the room for its payload. Its number must be within <see cref="Next"/> … Next + capacity − 1.</summary>
    [RealTime]
    public Span<byte> Add(in PacketArrival arrival)
    {
        var slot = (int)arrival.Sequence & _mask;
        (_sequences[slot], _mediaTimes[slot], _lengths[slot]) = (arrival.Sequence, arrival.MediaTime, arrival.Length);
        (_redundant[slot], _states[slot]) = (arrival.IsRedundant, SlotState.Held);
        Count++;
        return _payloads.AsSpan(slot * _maxPayload, arrival.Length);
    }

    /// <summary>Takes back what was just added.</summary>
    [RealTime]
    public void Remove(long sequence)
    {
        _states[(int)sequence & _mask] = SlotState.Empty;
        Count--;
    }

    /// <summary>Lets later packets in, although that gives earlier ones up. Gives the number of packets that were held and dropped.</summary>
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

    /// <summary>Takes it that a packet, missing when it was due, has come.</summary>
    [RealTime]
    public void MarkLate(long sequence) => _states[(int)sequence & _mask] = SlotState.Late;

    /// <summary>The number of the first packet held; false if there is none.</summary>
    [RealTime]
    public bool TryFirst(out long sequence)
    {
        sequence = Next;
        if (Count == 0) return false;
        while (StateOf(sequence) != SlotState.Held) sequence++;
        return true;
    }

    /// <summary>The number of the first packet held after another; false if there is none.</summary>
    [RealTime]
    public bool TryAfter(long sequence, out long after)
    {
        for (after = sequence + 1; after < Next + Capacity; after++)
        {
            if (StateOf(after) == SlotState.Held) return true;
        }

        return false;
    }

    /// <summary>The position of a held packet's first frame.</summary>
    [RealTime]
    public long MediaTimeOf(long sequence) => _mediaTimes[(int)sequence & _mask];

    /// <summary>Whether a held packet came as a copy in a later one.</summary>
    [RealTime]
    public bool IsRedundant(long sequence) => _redundant[(int)sequence & _mask];

    /// <summary>A held packet's payload.</summary>
    [RealTime]
    public ReadOnlySpan<byte> PayloadOf(long sequence)
    {
        var slot = (int)sequence & _mask;
        return _payloads.AsSpan(slot * _maxPayload, _lengths[slot]);
    }

    /// <summary>Ends a held packet, which must be the first, and all that is missing before it.</summary>
    [RealTime]
    public void EndWith(long sequence, SlotState state)
    {
        while (Next < sequence) PassOver();
        _states[(int)sequence & _mask] = state;
        Count--;
        Next++;
    }

    /// <summary>A missing packet was made good by the one after it; ends it and all that is missing before it.</summary>
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

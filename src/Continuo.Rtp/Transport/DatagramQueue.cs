using System.Numerics;
using Continuo.Diagnostics;
using Continuo.Rtp.Sockets;

namespace Continuo.Rtp.Transport;

/// <summary>
/// A queue of datagrams with one reader and any number of writers. Refuses datagrams when full. Wait-free for the reader, lock-free for
/// writers. All but the constructor is real-time-safe.
/// </summary>
/// <remarks>
/// The bounded queue of D. Vyukov: each slot has a stamp, which equals its position while it is free, the position + 1 once it is written,
/// and the position of the next round once it is read. A writer that has claimed a position by compare-and-swap owns its slot until it sets
/// the stamp.
/// </remarks>
internal sealed class DatagramQueue
{
    private readonly int _mask;
    private readonly long[] _stamps;
    private readonly byte[] _bytes;
    private readonly int[] _lengths;
    private readonly PeerAddress[] _senders;
    private readonly long[] _arrivals;
    private long _head; // next position to write
    private long _tail; // next position to read

    public DatagramQueue(int capacity, int maxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 1);
        var slots = (int)BitOperations.RoundUpToPowerOf2((uint)capacity);
        (_mask, MaxBytes) = (slots - 1, maxBytes);
        (_stamps, _lengths, _senders, _arrivals) = (new long[slots], new int[slots], new PeerAddress[slots], new long[slots]);
        _bytes = new byte[slots * maxBytes];
        for (var i = 0; i < slots; i++) _stamps[i] = i;
    }

    /// <summary>Maximum length of a datagram.</summary>
    [RealTime]
    public int MaxBytes { get; }

    /// <summary>Whether there is a datagram to read. For the reader.</summary>
    [RealTime]
    public bool HasAny => Volatile.Read(ref _stamps[(int)(_tail & _mask)]) == _tail + 1;

    /// <summary>Appends a datagram of at most <see cref="MaxBytes"/>.</summary>
    /// <returns>Whether there was room.</returns>
    [RealTime]
    public bool TryWrite(ReadOnlySpan<byte> datagram, in PeerAddress sender, long arrival)
    {
        while (true)
        {
            var place = Volatile.Read(ref _head);
            var slot = (int)(place & _mask);
            var ahead = Volatile.Read(ref _stamps[slot]) - place;
            if (ahead < 0) return false;
            if (ahead > 0 || Interlocked.CompareExchange(ref _head, place + 1, place) != place) continue; // another writer was faster
            datagram.CopyTo(_bytes.AsSpan(slot * MaxBytes));
            (_lengths[slot], _senders[slot], _arrivals[slot]) = (datagram.Length, sender, arrival);
            Volatile.Write(ref _stamps[slot], place + 1);
            return true;
        }
    }

    /// <summary>Moves the oldest datagram to a batch that has room for one. One that is too long for the batch is dropped.</summary>
    /// <returns>Whether there was one.</returns>
    [RealTime]
    public bool TryRead(DatagramBatch batch, out bool isTooLong)
    {
        isTooLong = false;
        if (!HasAny) return false;
        var slot = (int)(_tail & _mask);
        isTooLong = _lengths[slot] > batch.MaxBytes;
        if (!isTooLong)
        {
            _bytes.AsSpan(slot * MaxBytes, _lengths[slot]).CopyTo(batch.Next);
            batch.AddReceived(_lengths[slot], _senders[slot], _arrivals[slot]);
        }

        Volatile.Write(ref _stamps[slot], _tail + _mask + 1);
        _tail++;
        return true;
    }
}

using System.Numerics;
using Continuo.Rtp.Sockets;

namespace Continuo.Rtp.Reception;

/// <summary>
/// First packets of sources that are not validated yet. Of fixed size: a flood of packets from unknown sources costs one bounded search
/// each and no memory. Addresses are hashed to entries, so a flood from one address leaves most other addresses their entries. Not
/// thread-safe.
/// </summary>
internal sealed class CandidateTable
{
    private const int Buckets = 16;
    private const int BucketPlaces = 64;
    private const int TypicalBytes = 2048;
    private const long LifeNanoseconds = 1_000_000_000;

    private readonly CandidateEntry[] _places = new CandidateEntry[Buckets * BucketPlaces];
    private readonly byte[] _bytes = new byte[Buckets * BucketPlaces * TypicalBytes];

    /// <summary>Whether a packet follows the stored packet of its source. If so, returns the stored one and frees its entry.</summary>
    /// <param name="ssrc">SSRC of the packet.</param>
    /// <param name="sequence">Sequence number of the packet.</param>
    /// <param name="from">Its sender.</param>
    /// <param name="first">The packet before it. Valid until the next call.</param>
    /// <param name="arrival">Arrival time of that packet, in nanoseconds.</param>
    public bool TryTake(uint ssrc, ushort sequence, in PeerAddress from, out ReadOnlySpan<byte> first, out long arrival)
    {
        first = default;
        arrival = 0;
        var index = Find(ssrc, from);
        if (index < 0 || _places[index].Sequence != (ushort)(sequence - 1)) return false;
        ref var place = ref _places[index];
        first = BytesOf(index, place.Length);
        arrival = place.Arrival;
        place.IsTaken = false;
        return true;
    }

    /// <summary>Stores a packet as the first of its source.</summary>
    /// <returns>Whether there was room.</returns>
    public bool TryKeep(uint ssrc, ushort sequence, in PeerAddress from, ReadOnlySpan<byte> datagram, long arrival)
    {
        var index = Find(ssrc, from);
        if (index < 0) index = FindFree(from, arrival);
        if (index < 0) return false;
        ref var place = ref _places[index];
        (place.IsTaken, place.Ssrc, place.Sequence, place.From, place.Arrival, place.Length) = (true, ssrc, sequence, from, arrival,
            datagram.Length);
        // An entry that once stored a longer packet keeps the memory.
        if (datagram.Length > TypicalBytes && (place.Long is null || place.Long.Length < datagram.Length))
        {
            place.Long = new byte[(int)BitOperations.RoundUpToPowerOf2((uint)datagram.Length)];
        }

        datagram.CopyTo(BytesOf(index, datagram.Length));
        return true;
    }

    private static int Begin(in PeerAddress from) => (int)((uint)from.GetHashCode() * 0x9E37_79B1 >> 28) * BucketPlaces;

    private Span<byte> BytesOf(int index, int length) =>
        length > TypicalBytes ? _places[index].Long.AsSpan(0, length) : _bytes.AsSpan(index * TypicalBytes, length);

    private int Find(uint ssrc, in PeerAddress from)
    {
        var begin = Begin(from);
        for (var i = begin; i < begin + BucketPlaces; i++)
        {
            ref var place = ref _places[i];
            if (place.IsTaken && place.Ssrc == ssrc && place.From == from) return i;
        }

        return -1;
    }

    private int FindFree(in PeerAddress from, long now)
    {
        var begin = Begin(from);
        for (var i = begin; i < begin + BucketPlaces; i++)
        {
            if (!_places[i].IsTaken || now - _places[i].Arrival > LifeNanoseconds) return i;
        }

        return -1;
    }

    private struct CandidateEntry
    {
        public bool IsTaken;
        public uint Ssrc;
        public ushort Sequence;
        public PeerAddress From;
        public long Arrival;
        public int Length;
        public byte[]? Long;
    }
}

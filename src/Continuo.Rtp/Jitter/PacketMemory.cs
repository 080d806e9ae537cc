using Continuo.Diagnostics;
using Continuo.Rtp.Concealment;

namespace Continuo.Rtp.Jitter;

/// <summary>
/// The payloads that were decoded last, so that a reader can forward packets instead of what it has read: after each read one packet stands
/// for it, and follows that of the read before. On the reader's thread; real-time-safe.
/// </summary>
/// <param name="maxPayload">Maximum payload length in bytes.</param>
internal sealed class PacketMemory(int maxPayload)
{
    private const int Count = 16; // more than are decoded ahead
    private const int ReadTolerance = 32; // the first read of a resampler is longer by its delay

    private readonly byte[] _payloads = new byte[Count * maxPayload];
    private readonly (long MediaTime, int Frames, int Bytes)[] _packets = new (long, int, int)[Count];
    private int _next;
    private int _offered = -1;
    private long _end;

    /// <summary>The packet of the last read. Any thread, until the next read.</summary>
    [RealTime]
    public bool TryGet(out ReadOnlySpan<byte> payload)
    {
        payload = _offered < 0 ? default : _payloads.AsSpan(_offered * maxPayload, _packets[_offered].Bytes);
        return _offered >= 0;
    }

    /// <summary>Keeps a payload, in the place of the oldest.</summary>
    [RealTime]
    public void Keep(long mediaTime, int frames, ReadOnlySpan<byte> payload)
    {
        payload.CopyTo(_payloads.AsSpan(_next * maxPayload, maxPayload));
        _packets[_next] = (mediaTime, frames, payload.Length);
        _next = (_next + 1) % Count;
    }

    /// <summary>
    /// Chooses the packet of a read: the one that follows that of the read before, as long as it is read now or was by the last read, which
    /// time-scaling may cause; otherwise the first one that begins in the read. There is none if anything but audio from packets was read,
    /// apart from silence before it.
    /// </summary>
    /// <param name="read">What was read.</param>
    /// <param name="block">Frames of the read.</param>
    /// <param name="length">Frames of a packet; a read is about as long, more or less if the reader corrects the sender's clock.</param>
    [RealTime]
    public void Offer(ReadOnlySpan<PlayoutPiece> read, int block, int length)
    {
        var follows = _offered >= 0;
        _offered = -1;
        if (Math.Abs(block - length) > length / ReadTolerance) return;
        var (begin, end) = (long.MaxValue, long.MinValue);
        foreach (ref readonly var piece in read)
        {
            if (piece.Kind == PlayoutKind.Silent && begin == long.MaxValue) continue;
            if (piece.Kind != PlayoutKind.Played) return;
            begin = Math.Min(begin, piece.MediaTime);
            end = piece.MediaTime + piece.MediaFrames;
        }

        if (follows && _end >= begin - length && _end < end) Find(_end, _end + 1, length);
        else if (!follows && begin < end) Find(begin, end, length);
    }

    /// <summary>Forgets everything: another stream begins.</summary>
    [RealTime]
    public void Clear()
    {
        _offered = -1;
        Array.Clear(_packets);
    }

    [RealTime]
    private void Find(long begin, long end, int length)
    {
        for (var i = 0; i < Count; i++)
        {
            if (_packets[i].MediaTime < begin || _packets[i].MediaTime >= end || _packets[i].Frames != length) continue;
            (_offered, end) = (i, _packets[i].MediaTime);
        }

        if (_offered >= 0) _end = _packets[_offered].MediaTime + length;
    }
}

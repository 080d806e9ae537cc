namespace Continuo.Server.Listening;

/// <summary>The newest packets of an encoding, in preallocated slots: the oldest is overwritten. Not thread-safe.</summary>
internal sealed class PacketLog(int capacity, int slotBytes)
{
    private readonly byte[] _bytes = new byte[capacity * slotBytes];
    private readonly (long CaptureTime, int Frames, int Length)[] _packets = new (long, int, int)[capacity];

    public int Capacity => capacity;

    /// <summary>Number of the packet that comes next.</summary>
    public long Head { get; private set; }

    /// <summary>Number of the oldest packet that is kept.</summary>
    public long Tail => Math.Max(0, Head - capacity);

    public void Append(long captureTime, int frames, ReadOnlySpan<byte> payload)
    {
        var slot = (int)(Head % capacity);
        payload.CopyTo(_bytes.AsSpan(slot * slotBytes, slotBytes));
        _packets[slot] = (captureTime, frames, payload.Length);
        Head++;
    }

    /// <summary>Copies a packet that is kept.</summary>
    public EncodedPacket Read(long sequence, Span<byte> destination)
    {
        var slot = (int)(sequence % capacity);
        var (captureTime, frames, length) = _packets[slot];
        _bytes.AsSpan(slot * slotBytes, length).CopyTo(destination);
        return new EncodedPacket(sequence, captureTime, frames, length);
    }
}

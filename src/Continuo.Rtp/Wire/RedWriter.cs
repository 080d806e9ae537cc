using System.Buffers.Binary;
using Continuo.Diagnostics;

namespace Continuo.Rtp.Wire;

/// <summary>
/// Adds redundant copies of earlier payloads to each payload (RFC 2198), to recover as many consecutive lost packets. Allocates only in the
/// constructor. Copies longer than 1023 bytes or older than 16383 timestamp units are omitted, because RFC 2198 cannot represent
/// them. Not thread-safe; real-time-safe.
/// </summary>
internal sealed class RedWriter
{
    private const int HeaderBytes = 4;
    private const int MaxCopyBytes = 1023;
    private const uint MaxOffset = 16383;

    private readonly byte[][] _payloads;
    private readonly int[] _lengths;
    private readonly uint[] _timestamps;
    private readonly byte _payloadType;
    private int _count;
    private int _next;

    /// <summary>Allocates the buffers.</summary>
    /// <param name="payloadType">Payload type of the payloads, 0…127.</param>
    /// <param name="copies">Number of earlier payloads repeated in each packet, 1…16.</param>
    public RedWriter(byte payloadType, int copies)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payloadType, 127);
        ArgumentOutOfRangeException.ThrowIfLessThan(copies, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(copies, 16);
        _payloadType = payloadType;
        _payloads = [.. Enumerable.Range(0, copies).Select(_ => new byte[MaxCopyBytes])];
        _lengths = new int[copies];
        _timestamps = new uint[copies];
    }

    /// <summary>Number of earlier payloads repeated in each packet.</summary>
    [RealTime]
    public int Copies => _payloads.Length;

    /// <summary>Maximum number of bytes that redundancy adds to a payload.</summary>
    public int MaxOverhead => 1 + Copies * (HeaderBytes + MaxCopyBytes);

    /// <summary>Writes a redundant payload and stores the primary payload for later packets.</summary>
    /// <param name="timestamp">RTP timestamp of the packet.</param>
    /// <param name="payload">The primary payload.</param>
    /// <param name="destination">
    /// Buffer of payload length + <see cref="MaxOverhead"/>. If it is shorter, the oldest copies are omitted.
    /// </param>
    /// <returns>The number of bytes written.</returns>
    [RealTime]
    public int Write(uint timestamp, ReadOnlySpan<byte> payload, Span<byte> destination)
    {
        var used = UsableCopies(timestamp, destination.Length - payload.Length - 1);
        var at = 0;
        for (var age = used; age > 0; age--)
        {
            var slot = Slot(age);
            var fields = (uint)(0x80 | _payloadType) << 24 | (timestamp - _timestamps[slot]) << 10 | (uint)_lengths[slot];
            BinaryPrimitives.WriteUInt32BigEndian(destination[at..], fields);
            at += HeaderBytes;
        }

        destination[at++] = _payloadType;
        for (var age = used; age > 0; age--)
        {
            var slot = Slot(age);
            _payloads[slot].AsSpan(0, _lengths[slot]).CopyTo(destination[at..]);
            at += _lengths[slot];
        }

        payload.CopyTo(destination[at..]);
        Remember(timestamp, payload);
        return at + payload.Length;
    }

    /// <summary>Discards all copies; call it when the format changes.</summary>
    [RealTime]
    public void Reset() => _count = 0;

    // Copies are consecutive, so that a receiver may use a block's position as its age in packets.
    [RealTime]
    private int UsableCopies(uint timestamp, int room)
    {
        var used = 0;
        while (used < _count)
        {
            var slot = Slot(used + 1);
            room -= HeaderBytes + _lengths[slot];
            if (room < 0 || _lengths[slot] > MaxCopyBytes || timestamp - _timestamps[slot] > MaxOffset) break;
            used++;
        }

        return used;
    }

    [RealTime]
    private void Remember(uint timestamp, ReadOnlySpan<byte> payload)
    {
        _lengths[_next] = payload.Length;
        _timestamps[_next] = timestamp;
        if (payload.Length <= MaxCopyBytes) payload.CopyTo(_payloads[_next]);
        _next = (_next + 1) % Copies;
        _count = Math.Min(_count + 1, Copies);
    }

    [RealTime]
    private int Slot(int age) => (_next - age + Copies) % Copies;
}

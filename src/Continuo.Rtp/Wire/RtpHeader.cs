using System.Buffers.Binary;
using Continuo.Diagnostics;

namespace Continuo.Rtp.Wire;

/// <summary>The fixed part of an RTP header (RFC 3550, 5.1), as it is written. Real-time-safe.</summary>
/// <param name="PayloadType">Payload type, 0…127.</param>
/// <param name="Sequence">Sequence number, modulo 2¹⁶.</param>
/// <param name="Timestamp">The media time of its first frame, in units of the payload's clock, modulo 2³².</param>
/// <param name="Ssrc">SSRC of the sender.</param>
/// <param name="Marker">Marker bit; for audio, set on the first packet after a pause.</param>
[RealTime]
internal readonly record struct RtpHeader(byte PayloadType, ushort Sequence, uint Timestamp, uint Ssrc, bool Marker = false)
{
    /// <summary>Length in bytes without contributing sources and extension.</summary>
    public const int Bytes = 12;

    /// <summary>Writes the header.</summary>
    /// <param name="destination">
    /// Large enough for <see cref="Bytes"/>, 4 for each contributor, and 4 more than the extension if there is one.
    /// </param>
    /// <param name="contributors">Contributing sources (CSRC), at most 15.</param>
    /// <param name="profile">Profile of the extension; ignored without one.</param>
    /// <param name="extension">A header extension, a multiple of 4 bytes long.</param>
    /// <returns>The number of bytes written, where the payload begins.</returns>
    public int WriteTo(
        Span<byte> destination,
        ReadOnlySpan<uint> contributors = default,
        ushort profile = 0,
        ReadOnlySpan<byte> extension = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(PayloadType, 127);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(contributors.Length, 15);
        ArgumentOutOfRangeException.ThrowIfNotEqual(extension.Length % 4, 0);
        destination[0] = (byte)(0x80 | (extension.IsEmpty ? 0 : 0x10) | contributors.Length);
        destination[1] = (byte)((Marker ? 0x80 : 0) | PayloadType);
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], Sequence);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], Timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], Ssrc);
        var at = Bytes;
        foreach (var contributor in contributors)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination[at..], contributor);
            at += 4;
        }

        if (extension.IsEmpty) return at;
        BinaryPrimitives.WriteUInt16BigEndian(destination[at..], profile);
        BinaryPrimitives.WriteUInt16BigEndian(destination[(at + 2)..], (ushort)(extension.Length / 4));
        extension.CopyTo(destination[(at + 4)..]);
        return at + 4 + extension.Length;
    }

    /// <summary>Pads a written packet to a multiple of <paramref name="multiple"/> bytes and sets the padding bit.</summary>
    /// <param name="packet">Holds the packet, and room for <paramref name="multiple"/> − 1 bytes more.</param>
    /// <param name="length">The packet's length so far.</param>
    /// <param name="multiple">2…255.</param>
    /// <returns>The new length; unchanged if no padding is needed.</returns>
    public static int Pad(Span<byte> packet, int length, int multiple)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(multiple, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(multiple, 255);
        var padding = (multiple - length % multiple) % multiple;
        if (padding == 0) return length;
        packet.Slice(length, padding).Clear();
        packet[length + padding - 1] = (byte)padding;
        packet[0] |= 0x20;
        return length + padding;
    }
}

using System.Buffers.Binary;
using Continuo.Diagnostics;

namespace Continuo.Rtp.Wire;

/// <summary>RTCP sender report (RFC 3550, 6.4.1). Real-time-safe.</summary>
/// <param name="Ssrc">SSRC of the sender.</param>
/// <param name="NtpTime">Wall-clock time in seconds since 1900, as a 32.32 fixed-point number.</param>
/// <param name="Timestamp">RTP timestamp at that time.</param>
/// <param name="Packets">Packets sent.</param>
/// <param name="Octets">Bytes of payload sent.</param>
[RealTime]
internal readonly record struct RtcpSenderReport(uint Ssrc, ulong NtpTime, uint Timestamp, uint Packets, uint Octets)
{
    /// <summary>Length in bytes.</summary>
    public const int Bytes = 24;

    private const long TicksFrom1To1900 = 599_266_080_000_000_000;

    /// <summary>Middle 32 bits of <see cref="NtpTime"/>; a receiver returns them in <see cref="RtcpReceptionReport.LastReport"/>.</summary>
    public uint CompactTime => (uint)(NtpTime >> 16);

    /// <summary>Converts a UTC time to the format of <see cref="NtpTime"/>.</summary>
    public static ulong ToNtp(DateTime utc)
    {
        var ticks = (ulong)(utc.Ticks - TicksFrom1To1900);
        return (ticks / 10_000_000 << 32) | (ticks % 10_000_000 << 32) / 10_000_000;
    }

    /// <summary>Reads <see cref="Bytes"/>.</summary>
    public static RtcpSenderReport Read(ReadOnlySpan<byte> source) => new(
        BinaryPrimitives.ReadUInt32BigEndian(source),
        BinaryPrimitives.ReadUInt64BigEndian(source[4..]),
        BinaryPrimitives.ReadUInt32BigEndian(source[12..]),
        BinaryPrimitives.ReadUInt32BigEndian(source[16..]),
        BinaryPrimitives.ReadUInt32BigEndian(source[20..]));

    /// <summary>Writes <see cref="Bytes"/>.</summary>
    public void WriteTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination, Ssrc);
        BinaryPrimitives.WriteUInt64BigEndian(destination[4..], NtpTime);
        BinaryPrimitives.WriteUInt32BigEndian(destination[12..], Timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(destination[16..], Packets);
        BinaryPrimitives.WriteUInt32BigEndian(destination[20..], Octets);
    }
}

using System.Buffers.Binary;
using Continuo.Diagnostics;

namespace Continuo.Rtp.Wire;

/// <summary>RTCP reception report on one source (RFC 3550, 6.4.1). Real-time-safe.</summary>
/// <param name="Ssrc">SSRC of the source.</param>
/// <param name="FractionLost">Fraction of packets lost since the last report, in 1/256.</param>
/// <param name="Lost">Total packets lost; clamped to ±2²³ when written.</param>
/// <param name="ExtendedHighest">Highest sequence number received, extended to 32 bits.</param>
/// <param name="Jitter">Interarrival jitter, in RTP clock units.</param>
/// <param name="LastReport">The middle 32 bits of the NTP time of the last sender report; 0 if there was none.</param>
/// <param name="Delay">The time since that report, in 1/65536 s.</param>
[RealTime]
internal readonly record struct RtcpReceptionReport(
    uint Ssrc,
    byte FractionLost,
    int Lost,
    uint ExtendedHighest,
    uint Jitter,
    uint LastReport,
    uint Delay)
{
    /// <summary>Length in bytes.</summary>
    public const int Bytes = 24;

    /// <summary>Reads <see cref="Bytes"/>.</summary>
    public static RtcpReceptionReport Read(ReadOnlySpan<byte> source)
    {
        var loss = BinaryPrimitives.ReadInt32BigEndian(source[4..]);
        return new RtcpReceptionReport(
            BinaryPrimitives.ReadUInt32BigEndian(source),
            (byte)(loss >> 24),
            loss << 8 >> 8,
            BinaryPrimitives.ReadUInt32BigEndian(source[8..]),
            BinaryPrimitives.ReadUInt32BigEndian(source[12..]),
            BinaryPrimitives.ReadUInt32BigEndian(source[16..]),
            BinaryPrimitives.ReadUInt32BigEndian(source[20..]));
    }

    /// <summary>Writes <see cref="Bytes"/>.</summary>
    public void WriteTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination, Ssrc);
        BinaryPrimitives.WriteInt32BigEndian(destination[4..], (FractionLost << 24) | (Math.Clamp(Lost, -0x800000, 0x7FFFFF) & 0xFFFFFF));
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], ExtendedHighest);
        BinaryPrimitives.WriteUInt32BigEndian(destination[12..], Jitter);
        BinaryPrimitives.WriteUInt32BigEndian(destination[16..], LastReport);
        BinaryPrimitives.WriteUInt32BigEndian(destination[20..], Delay);
    }
}

using System.Buffers.Binary;
using Continuo.Diagnostics;

namespace Continuo.Rtp.Wire;

/// <summary>
/// A received RTP packet (RFC 3550, 5.1): a view of the received bytes. Parsing never reads outside
/// them. Real-time-safe.
/// </summary>
[RealTime]
internal readonly ref struct RtpPacket
{
    /// <summary>Maximum length of a UDP datagram over IPv4. IPv6 allows 20 bytes more, which no sender uses.</summary>
    public const int MaxDatagramBytes = 65_507;

    /// <summary>Maximum payload length: the largest datagram without the fixed header.</summary>
    public const int MaxPayloadBytes = MaxDatagramBytes - RtpHeader.Bytes;

    private readonly ReadOnlySpan<byte> _contributors;

    private RtpPacket(
        RtpHeader header,
        ReadOnlySpan<byte> contributors,
        ushort profile,
        ReadOnlySpan<byte> extension,
        ReadOnlySpan<byte> payload)
    {
        Header = header;
        _contributors = contributors;
        ExtensionProfile = profile;
        Extension = extension;
        Payload = payload;
    }

    /// <summary>The fixed header.</summary>
    public RtpHeader Header { get; }

    /// <summary>Profile of <see cref="Extension"/>; 0 without one.</summary>
    public ushort ExtensionProfile { get; }

    /// <summary>The header extension without its own header; empty if there is none.</summary>
    public ReadOnlySpan<byte> Extension { get; }

    /// <summary>Payload without padding. May be empty.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Number of contributing sources (CSRC).</summary>
    public int ContributorCount => _contributors.Length / 4;

    /// <summary>Returns the SSRC of a contributing source.</summary>
    public uint Contributor(int index) => BinaryPrimitives.ReadUInt32BigEndian(_contributors[(index * 4)..]);

    /// <summary>
    /// Whether a datagram on a shared port is RTCP (RFC 5761, section 4): its second byte is a packet type of 192…223, which corresponds
    /// to the unused RTP payload types 64…95 with the marker bit.
    /// </summary>
    public static bool IsRtcp(ReadOnlySpan<byte> datagram) => datagram.Length >= 2 && datagram[1] is >= 192 and <= 223;

    /// <summary>Parses a datagram.</summary>
    /// <returns>Whether it is a well-formed RTP packet.</returns>
    public static bool TryParse(ReadOnlySpan<byte> datagram, out RtpPacket packet)
    {
        packet = default;
        if (datagram.Length < RtpHeader.Bytes || datagram[0] >> 6 != 2) return false;
        var end = datagram.Length;
        if ((datagram[0] & 0x20) != 0)
        {
            var padding = datagram[^1];
            if (padding == 0 || padding > end - RtpHeader.Bytes) return false;
            end -= padding;
        }

        var at = RtpHeader.Bytes + 4 * (datagram[0] & 15);
        if (at > end) return false;
        var contributors = datagram[RtpHeader.Bytes..at];
        ushort profile = 0;
        ReadOnlySpan<byte> extension = default;
        if ((datagram[0] & 0x10) != 0)
        {
            if (at + 4 > end) return false;
            profile = BinaryPrimitives.ReadUInt16BigEndian(datagram[at..]);
            var bytes = 4 * BinaryPrimitives.ReadUInt16BigEndian(datagram[(at + 2)..]);
            at += 4;
            if (bytes > end - at) return false;
            extension = datagram.Slice(at, bytes);
            at += bytes;
        }

        var header = new RtpHeader(
            (byte)(datagram[1] & 127),
            BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]),
            BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]),
            BinaryPrimitives.ReadUInt32BigEndian(datagram[8..]),
            datagram[1] > 127);
        packet = new RtpPacket(header, contributors, profile, extension, datagram[at..end]);
        return true;
    }
}

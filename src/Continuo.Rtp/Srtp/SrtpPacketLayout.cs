using System.Buffers.Binary;
using Continuo.Diagnostics;
using Continuo.Rtp.Wire;

namespace Continuo.Rtp.Srtp;

/// <summary>Finds the parts of a packet that may not be authentic yet. Never reads outside it. Thread-safe; real-time-safe.</summary>
[RealTime]
internal static class SrtpPacketLayout
{
    /// <summary>Finds the length of the header, which is not encrypted: with contributing sources and extension (RFC 3711, 3.1).</summary>
    /// <param name="packet">The packet without its tag.</param>
    /// <param name="bytes">Length of the header.</param>
    /// <returns>Whether the header is complete.</returns>
    public static bool TryHeader(ReadOnlySpan<byte> packet, out int bytes)
    {
        bytes = 0;
        if (packet.Length < RtpHeader.Bytes || packet[0] >> 6 != 2) return false;
        bytes = RtpHeader.Bytes + 4 * (packet[0] & 15);
        if ((packet[0] & 0x10) != 0)
        {
            if (bytes + 4 > packet.Length) return false;
            bytes += 4 + 4 * BinaryPrimitives.ReadUInt16BigEndian(packet[(bytes + 2)..]);
        }

        return bytes <= packet.Length;
    }
}

using System.Buffers.Binary;
using Continuo.Diagnostics;

namespace Continuo.Rtp.Wire;

/// <summary>
/// Parses a compound RTCP packet (RFC 3550, 6.1) or a single one (RFC 5506). Never reads outside the given
/// bytes. Real-time-safe.
/// </summary>
/// <param name="datagram">The received datagram.</param>
[RealTime]
internal ref struct RtcpReader(ReadOnlySpan<byte> datagram)
{
    private ReadOnlySpan<byte> _rest = datagram;

    /// <summary>
    /// Whether a datagram is well-formed (RFC 3550, A.2): valid versions, types and lengths; padding only in the last packet.
    /// </summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> datagram)
    {
        var rest = datagram;
        do
        {
            if (rest.Length < 4 || rest[0] >> 6 != 2 || rest[1] is < 192 or > 223) return false;
            var bytes = 4 * (BinaryPrimitives.ReadUInt16BigEndian(rest[2..]) + 1);
            if (bytes > rest.Length || ((rest[0] & 0x20) != 0 && bytes < rest.Length)) return false;
            rest = rest[bytes..];
        }
        while (!rest.IsEmpty);
        return true;
    }

    /// <summary>Reads the next packet of any type.</summary>
    /// <returns><see langword="false"/> at the end, or if the rest is malformed.</returns>
    public bool TryRead(out RtcpPacket packet)
    {
        packet = default;
        if (_rest.Length < 4 || _rest[0] >> 6 != 2) return false;
        var bytes = 4 * (BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]) + 1);
        if (bytes > _rest.Length) return false;
        var end = bytes;
        if ((_rest[0] & 0x20) != 0)
        {
            var padding = _rest[bytes - 1];
            if (padding == 0 || padding > bytes - 4) return false;
            end -= padding;
        }

        packet = new RtcpPacket((RtcpType)_rest[1], _rest[0] & 31, _rest[4..end]);
        _rest = _rest[bytes..];
        return true;
    }
}

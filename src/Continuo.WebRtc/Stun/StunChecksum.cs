using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Continuo.WebRtc.Stun;

/// <summary>Computes MESSAGE-INTEGRITY and FINGERPRINT (RFC 8489, 14.5 and 14.7). Thread-safe; allocates nothing.</summary>
internal static class StunChecksum
{
    /// <summary>Length of the integrity attribute's value.</summary>
    public const int IntegrityBytes = 20;

    private const uint FingerprintMask = 0x5354_554E;

    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(CrcOf)];

    /// <summary>Computes the integrity of a message.</summary>
    /// <param name="before">The message up to the attribute, at most <see cref="StunMessage.MaxBytes"/>.</param>
    /// <param name="key">The password of the receiver of the request, in UTF-8 (RFC 8445, 7.2.2).</param>
    /// <param name="integrity">Receives 20 bytes.</param>
    public static void Integrity(ReadOnlySpan<byte> before, ReadOnlySpan<byte> key, Span<byte> integrity)
    {
        // The length field counts the attribute as if it were the last, though a fingerprint may follow.
        Span<byte> message = stackalloc byte[before.Length];
        before.CopyTo(message);
        BinaryPrimitives.WriteUInt16BigEndian(message[2..],
            (ushort)(before.Length - StunMessage.HeaderBytes + StunMessage.AttributeHeaderBytes + IntegrityBytes));
#pragma warning disable CA5350 // STUN is defined with SHA-1.
        HMACSHA1.HashData(key, message, integrity);
#pragma warning restore CA5350
    }

    /// <summary>Computes the fingerprint of a message, whose length field already counts the attribute.</summary>
    public static uint Fingerprint(ReadOnlySpan<byte> before)
    {
        var crc = uint.MaxValue;
        foreach (var b in before) crc = CrcTable[(byte)(crc ^ b)] ^ crc >> 8;
        return ~crc ^ FingerprintMask;
    }

    // The CRC-32 of ITU V.42: polynomial 0x04C11DB7, reflected.
    private static uint CrcOf(int value)
    {
        var crc = (uint)value;
        for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? 0xEDB8_8320 ^ crc >> 1 : crc >> 1;
        return crc;
    }
}

using System.Buffers.Binary;

namespace Continuo.Codecs.SoundFiles.Parts;

/// <summary>
/// Checksum of an Ogg page (RFC 3533 6): CRC-32 with the polynomial 0x04C11DB7, not reflected, initial value 0. Eight bytes at a time.
/// </summary>
internal static class OggChecksum
{
    private const uint Polynomial = 0x04C1_1DB7;

    private static readonly uint[] Tables = MakeTables();

    /// <summary>Continues the checksum of earlier bytes; 0 at first.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes, uint crc)
    {
        ReadOnlySpan<uint> t = Tables;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            var high = crc ^ BinaryPrimitives.ReadUInt32BigEndian(bytes);
            var low = BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]);
            crc = t[(int)(7 * 256 + (high >> 24))] ^ t[(int)(6 * 256 + (high >> 16 & 255))] ^ t[(int)(5 * 256
                + (high >> 8 & 255))] ^ t[(int)(4 * 256 + (high & 255))]
                ^ t[(int)(3 * 256 + (low >> 24))] ^ t[(int)(2 * 256 + (low >> 16 & 255))] ^ t[(int)(256
                    + (low >> 8 & 255))] ^ t[(int)(low & 255)];
        }

        foreach (var b in bytes) crc = crc << 8 ^ t[(int)(crc >> 24 ^ b)];
        return crc;
    }

    private static uint[] MakeTables()
    {
        var tables = new uint[8 * 256];
        for (var i = 0u; i < 256; i++)
        {
            var crc = i << 24;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 0x8000_0000) != 0 ? crc << 1 ^ Polynomial : crc << 1;
            tables[i] = crc;
        }

        for (var table = 1; table < 8; table++)
        {
            for (var i = 0; i < 256; i++)
            {
                var before = tables[(table - 1) * 256 + i];
                tables[table * 256 + i] = before << 8 ^ tables[before >> 24];
            }
        }

        return tables;
    }
}

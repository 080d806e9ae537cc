using System.Buffers.Binary;

namespace Continuo.Codecs.Tests.SoundFiles;

/// <summary>The checksums of Ogg pages (RFC 3533).</summary>
internal static class OggPages
{
    private const int HeaderBytes = 27;
    private const int ChecksumOffset = 22;

    /// <summary>Makes every page's checksum right again, as far as pages can be told; leaves other files alone.</summary>
    public static void Seal(Span<byte> file)
    {
        while (file.Length >= HeaderBytes && file[..4].SequenceEqual("OggS"u8))
        {
            var segments = file[26];
            if (file.Length < HeaderBytes + segments) return;
            var length = HeaderBytes + segments;
            foreach (var segment in file.Slice(HeaderBytes, segments)) length += segment;
            if (file.Length < length) return;
            file.Slice(ChecksumOffset, 4).Clear();
            BinaryPrimitives.WriteUInt32LittleEndian(file[ChecksumOffset..], Checksum(file[..length]));
            file = file[length..];
        }
    }

    private static uint Checksum(ReadOnlySpan<byte> page)
    {
        uint sum = 0;
        foreach (var value in page)
        {
            sum ^= (uint)value << 24;
            for (var bit = 0; bit < 8; bit++) sum = (sum & 0x8000_0000) != 0 ? (sum << 1) ^ 0x04C1_1DB7 : sum << 1;
        }

        return sum;
    }
}

using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Continuo.Codecs.SoundFiles.Parts;

/// <summary>Corrects sizes in the headers of AU, CAF and AIFF files.</summary>
internal static class HeaderRepair
{
    private const int MaxChunks = 10_000;

    /// <summary>Nothing follows the samples of an AU file: whatever its size field states, they end with the file.</summary>
    public static FilePart Au(ByteWindow bytes, SafeFileHandle descriptor, long begin)
    {
        var (data, said) = (bytes.U32Big(begin + 4), bytes.U32Big(begin + 8));
        var there = bytes.Length - begin - data;
        if (data < 24 || data > 1 << 20 || there <= 0 || said == there || there >= uint.MaxValue) return new FilePart();
        var view = new FileView(descriptor);
        view.Add(begin, 8);
        view.Add(Big((uint)there));
        view.Add(begin + 12, bytes.Length - begin - 12);
        return new FilePart { View = view, MissingBytes = said == uint.MaxValue ? 0 : Math.Max(0, said - there) };
    }

    /// <summary>The samples of a CAF file may have the size −1 if they are its last chunk.</summary>
    public static FilePart Caf(ByteWindow bytes, SafeFileHandle descriptor, long begin)
    {
        var at = begin + 8;
        for (var i = 0; i < MaxChunks && at + 12 <= bytes.Length; i++)
        {
            var said = BinaryPrimitives.ReverseEndianness(bytes.U64(at + 4));
            var there = bytes.Length - at - 12;
            if (bytes.Has(at, "data"u8))
            {
                // The first four bytes are an edit count. A writer that did not finish leaves a size of 0.
                if (said > 4 && said <= there) return new FilePart();
                if (said == 4 && there == 4) return new FilePart();
                if (said is 0 or 4 && IsChunk(bytes, at + 12 + said)) return new FilePart();
                var view = new FileView(descriptor);
                view.Add(begin, at + 4 - begin);
                var size = new byte[8];
                BinaryPrimitives.WriteInt64BigEndian(size, there);
                view.Add(size);
                view.Add(at + 12, there);
                return new FilePart { View = view, MissingBytes = said > there ? said - there : 0 };
            }

            if (said < 0 || said > there) break;
            at += 12 + said;
        }

        return new FilePart();
    }

    /// <summary>libsndfile reads an AIFF file to its end, but does not report what is missing.</summary>
    public static FilePart Aiff(ByteWindow bytes, long begin)
    {
        var at = begin + 12;
        for (var i = 0; i < MaxChunks && at + 8 <= bytes.Length; i++)
        {
            var said = bytes.U32Big(at + 4);
            var there = bytes.Length - at - 8;
            if (bytes.Has(at, "SSND"u8))
            {
                return new FilePart { MissingBytes = said is > 8 and < 0x7FFF_0000 ? Math.Max(0, said - there) : 0 };
            }

            at += 8 + said + (said & 1);
        }

        return new FilePart();
    }

    private static bool IsChunk(ByteWindow bytes, long at)
    {
        var size = BinaryPrimitives.ReverseEndianness(bytes.U64(at + 4));
        return at + 12 <= bytes.Length && size >= 0 && size <= bytes.Length - at - 12
            && !bytes.Peek(at, 4).ContainsAnyExceptInRange((byte)' ', (byte)'~');
    }

    private static byte[] Big(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}

using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Continuo.Codecs.SoundFiles.Parts;

/// <summary>Reads a file's bytes through a buffer, mostly forwards. Not thread-safe.</summary>
internal sealed class ByteWindow(SafeFileHandle descriptor)
{
    // Room for a whole Ogg page. Above 85,000 bytes it would be a large object, and opening a few files would cause garbage collections.
    private readonly byte[] _buffer = new byte[80 * 1024];
    private long _at;
    private int _filled;

    /// <summary>Current length of the file in bytes.</summary>
    public long Length { get; } = RandomAccess.GetLength(descriptor);

    /// <summary>Returns up to <paramref name="count"/> bytes at a position, fewer at the end; valid until the next call.</summary>
    /// <exception cref="IOException">The disk fails.</exception>
    public ReadOnlySpan<byte> Peek(long at, int count)
    {
        if (at < 0 || at >= Length) return default;
        count = (int)Math.Min(count, Length - at);
        if (at < _at || at + count > _at + _filled)
        {
            (_at, _filled) = (at, 0);
            while (_filled < _buffer.Length)
            {
                var got = RandomAccess.Read(descriptor, _buffer.AsSpan(_filled), at + _filled);
                if (got == 0) break;
                _filled += got;
            }
        }

        return _buffer.AsSpan((int)(at - _at), Math.Min(count, _filled - (int)(at - _at)));
    }

    /// <summary>Whether the file has these bytes at a position.</summary>
    public bool Has(long at, ReadOnlySpan<byte> bytes) => Peek(at, bytes.Length).SequenceEqual(bytes);

    /// <summary>Next position of some bytes, or −1.</summary>
    public long Find(ReadOnlySpan<byte> bytes, long from)
    {
        while (true)
        {
            var there = Peek(from, _buffer.Length);
            if (there.Length < bytes.Length) return -1;
            var index = there.IndexOf(bytes);
            if (index >= 0) return from + index;
            from += there.Length - bytes.Length + 1;
        }
    }

    /// <summary>Whether everything from a position on is zero, and at most <paramref name="most"/> bytes long.</summary>
    public bool IsZero(long from, int most)
    {
        if (Length - from > most) return false;
        for (; from < Length; from += 4096)
        {
            if (Peek(from, 4096).ContainsAnyExcept((byte)0)) return false;
        }

        return true;
    }

    /// <summary>Length of an ID3v2 tag at a position; 0 if there is none.</summary>
    public long Id3Length(long at)
    {
        var head = Peek(at, 10);
        if (head.Length < 10 || !head.StartsWith("ID3"u8) || ((head[6] | head[7] | head[8] | head[9]) & 0x80) != 0) return 0;
        var size = (head[6] << 21) | (head[7] << 14) | (head[8] << 7) | head[9];
        return 10 + size + ((head[5] & 0x10) != 0 ? 10 : 0);
    }

    public uint U32(long at)
    {
        var bytes = Peek(at, 4);
        return bytes.Length == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : 0;
    }

    public uint U32Big(long at)
    {
        var bytes = Peek(at, 4);
        return bytes.Length == 4 ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : 0;
    }

    public long U64(long at)
    {
        var bytes = Peek(at, 8);
        return bytes.Length == 8 ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : 0;
    }
}

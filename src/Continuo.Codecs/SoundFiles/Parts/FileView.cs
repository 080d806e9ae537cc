using Microsoft.Win32.SafeHandles;

namespace Continuo.Codecs.SoundFiles.Parts;

/// <summary>
/// A file as presented to its decoder: pieces of the real file with corrected headers between. Reading does not allocate; not thread-safe.
/// </summary>
internal sealed class FileView(SafeFileHandle descriptor)
{
    private readonly FileReadAhead _readAhead = new(descriptor);
    private readonly List<Piece> _pieces = [];

    /// <summary>Total length in bytes.</summary>
    public long Length { get; private set; }

    /// <summary>Appends bytes that are not in the file.</summary>
    public void Add(byte[] bytes)
    {
        if (bytes.Length > 0) Append(new Piece(Length, bytes, 0, bytes.Length));
    }

    /// <summary>Appends a piece of the file.</summary>
    public void Add(long offset, long length)
    {
        if (length <= 0) return;
        if (_pieces.Count > 0 && _pieces[^1] is { Memory: null } last && last.Offset + last.Length == offset)
        {
            _pieces[^1] = last with { Length = last.Length + length };
            Length += length;
            return;
        }

        Append(new Piece(Length, null, offset, length));
    }

    /// <summary>Reads from a position; fewer bytes than requested only at the end, or if the file has become shorter.</summary>
    /// <exception cref="IOException">The disk fails.</exception>
    public int Read(Span<byte> destination, long at)
    {
        var done = 0;
        for (var index = IndexOf(at); index >= 0 && index < _pieces.Count && done < destination.Length; index++)
        {
            var piece = _pieces[index];
            var skip = at + done - piece.At;
            var part = destination.Slice(done, (int)Math.Min(destination.Length - done, piece.Length - skip));
            if (piece.Memory is { } memory)
            {
                memory.AsSpan((int)skip, part.Length).CopyTo(part);
            }
            else if (!Fill(part, piece.Offset + skip, ref done))
            {
                return done;
            }

            if (piece.Memory is not null) done += part.Length;
        }

        return done;
    }

    private bool Fill(Span<byte> bytes, long offset, ref int done)
    {
        _readAhead.Note(offset);
        var filled = 0;
        while (filled < bytes.Length)
        {
            var got = RandomAccess.Read(descriptor, bytes[filled..], offset + filled);
            if (got == 0) break;
            filled += got;
        }

        done += filled;
        return filled == bytes.Length;
    }

    private int IndexOf(long at)
    {
        if (at < 0 || at >= Length) return -1;
        var (low, high) = (0, _pieces.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_pieces[middle].At <= at) low = middle;
            else high = middle - 1;
        }

        return low;
    }

    private void Append(Piece piece)
    {
        _pieces.Add(piece);
        Length += piece.Length;
    }

    private readonly record struct Piece(long At, byte[]? Memory, long Offset, long Length);
}

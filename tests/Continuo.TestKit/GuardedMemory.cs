using System.Runtime.InteropServices;

namespace Continuo.TestKit;

/// <summary>Memory between two pages that nobody may touch: a read beyond a span at either edge ends the process.</summary>
public sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int Page = 4096;
    private const int ReadWrite = 3;
    private const int PrivateAnonymous = 0x22;

    private readonly byte* _start;
    private readonly int _bytes;

    public GuardedMemory(int bytes)
    {
        _bytes = (bytes + Page - 1) / Page * Page;
        var memory = Map(0, (nuint)(_bytes + 2 * Page), 0, PrivateAnonymous, -1, 0);
        if (memory == -1 || Protect(memory + Page, (nuint)_bytes, ReadWrite) != 0) throw new InvalidOperationException("no guarded memory");
        _start = (byte*)memory + Page;
    }

    /// <summary>A copy whose end, or whose beginning, is the edge.</summary>
    public ReadOnlySpan<byte> Place(ReadOnlySpan<byte> bytes, bool atEnd)
    {
        var place = Room(bytes.Length, atEnd);
        bytes.CopyTo(place);
        return place;
    }

    /// <summary>Room whose end, or whose beginning, is the edge.</summary>
    // Safety: lies within the pages that may be touched, as the length is checked, and lives until Dispose.
    public Span<byte> Room(int bytes, bool atEnd)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, _bytes);
        return new Span<byte>(atEnd ? _start + _bytes - bytes : _start, bytes);
    }

    // Safety: the very pages that the constructor mapped.
    public void Dispose() => _ = Unmap((nint)_start - Page, (nuint)(_bytes + 2 * Page));

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint bytes, int protection, int flags, int file, long offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nuint bytes, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint bytes);
}

using System.Runtime.InteropServices;

namespace Continuo.Codecs.Tests.Opus;

/// <summary>Memory that ends where the process may read no further: whoever reads beyond it ends the process.</summary>
internal sealed unsafe partial class GuardedBytes : IDisposable
{
    private const int PageBytes = 4096;
    private const int ReadWrite = 3;
    private const int PrivateAnonymous = 0x22;

    private readonly nint _pages;

    public GuardedBytes()
    {
        _pages = Map(0, 2 * PageBytes, ReadWrite, PrivateAnonymous, -1, 0);
        Assert.NotEqual(-1, _pages);
        Assert.Equal(0, Protect(_pages + PageBytes, PageBytes, 0));
    }

    /// <summary>Copies bytes so that the last one is the last that can be read.</summary>
    public ReadOnlySpan<byte> Put(ReadOnlySpan<byte> bytes)
    {
        var place = new Span<byte>((byte*)_pages + PageBytes - bytes.Length, bytes.Length);
        bytes.CopyTo(place);
        return place;
    }

    public void Dispose() => _ = Unmap(_pages, 2 * PageBytes);

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nint length);
}

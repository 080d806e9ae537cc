using System.Runtime.InteropServices;
using Continuo.Audio;
using Continuo.Rings.Interop;

namespace Continuo.Rings;

/// <summary>
/// Page-aligned memory for rings of this process. With <see cref="IsGuarded"/>, for tests, freed memory stays inaccessible: an access to
/// it, or next to it, ends the process with a segmentation fault instead of corrupting other memory.
/// </summary>
internal static unsafe class PrivateMemory
{
    private const int Page = 4096;
    private const int Quarantine = 4096; // number of freed blocks that stay inaccessible

    private static readonly Queue<(nint Address, nuint Bytes)> Freed = new();
    private static long _live;

    /// <summary>Whether memory is guarded (Linux). Set before the first ring is created, and never reset.</summary>
    public static bool IsGuarded { get; set; }

    /// <summary>Number of guarded blocks that have not been freed.</summary>
    public static long Live
    {
        get
        {
            lock (Freed) return _live;
        }
    }

    /// <summary>Allocates memory; its content is undefined.</summary>
    public static nint Allocate(long bytes)
    {
        if (!IsGuarded) return (nint)NativeMemory.AlignedAlloc((nuint)bytes, Page);
        var address = LinuxMemory.MapAnonymous(0, Guarded(bytes), LinuxMemory.NoAccess, LinuxMemory.PrivateAnonymous, -1, 0);
        if (address is -1 or 0 || LinuxMemory.Protect(address + Page, Whole(bytes), LinuxMemory.ReadWrite) != 0) throw Failed();
        lock (Freed) _live++;

        // The unused part of the last page is placed at the beginning, so that the block ends at the guard page.
        return address + Page + (nint)(Whole(bytes) - (nuint)bytes);
    }

    /// <summary>Frees a block.</summary>
    public static void Free(nint address, long bytes)
    {
        if (!IsGuarded)
        {
            NativeMemory.AlignedFree((void*)address);
            return;
        }

        var begin = address - (nint)(Whole(bytes) - (nuint)bytes) - Page;

        // Maps the range again in place: the pages return to the system, the addresses stay reserved and inaccessible.
        if (LinuxMemory.MapAnonymous(begin, Guarded(bytes), LinuxMemory.NoAccess, LinuxMemory.PrivateAnonymous | LinuxMemory.AtAddress, -1,
            0) != begin)
        {
            throw Failed();
        }

        lock (Freed)
        {
            _live--;
            Freed.Enqueue((begin, Guarded(bytes)));
            if (Freed.Count <= Quarantine) return;
            var (oldest, length) = Freed.Dequeue();
            _ = LinuxMemory.Unmap(oldest, length);
        }
    }

    private static AudioException Failed() =>
        new(AudioErrorCode.InputOutput, "guarded memory", Marshal.GetLastPInvokeErrorMessage(),
            "Raise vm.max_map_count, or reduce the quarantine");

    private static nuint Whole(long bytes) => (nuint)((bytes + Page - 1) / Page * Page);

    private static nuint Guarded(long bytes) => Whole(bytes) + (2 * Page);
}

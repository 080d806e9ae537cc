using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Continuo.Rings.Interop;

/// <summary>C library calls for shared memory.</summary>
internal static partial class LinuxMemory
{
    public const uint MemoryCloseOnExec = 1;
    public const uint MemoryAllowSealing = 2;

    /// <summary>
    /// O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC: opening never blocks, whatever the path is, and the descriptor is not inherited.
    /// </summary>
    public const int ReadWriteAtOnce = 2 | 0x100 | 0x800 | 0x80000;

    public const int AddSeals = 1033;
    public const int GetSeals = 1034;

    /// <summary>F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW.</summary>
    public const int SizeSeals = 1 | 2 | 4;

    public const int LockShared = 1;
    public const int LockExclusive = 2;
    public const int LockAtOnce = 4;
    public const int Unlock = 8;

    public const int NoAccess = 0;
    public const int ReadWrite = 3;

    /// <summary>MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE.</summary>
    public const int PrivateAnonymous = 2 | 0x20 | 0x4000;

    /// <summary>MAP_FIXED: replaces the mapping at the address.</summary>
    public const int AtAddress = 0x10;

    /// <summary>MAP_SHARED | MAP_POPULATE: every page is present from the beginning, so that no access faults.</summary>
    public const int SharedPopulated = 1 | 0x8000;

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int CreateMemory(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "ftruncate", SetLastError = true)]
    public static partial int SetLength(SafeFileHandle file, long bytes);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    public static partial long Seek(SafeFileHandle file, long offset, int from);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int Control(SafeFileHandle file, int command, int argument);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    public static partial int Lock(SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    public static partial nint Map(nint address, nuint bytes, int protection, int flags, SafeFileHandle file, long offset);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    public static partial nint MapAnonymous(nint address, nuint bytes, int protection, int flags, int file, long offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    public static partial int Protect(nint address, nuint bytes, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    public static partial int Unmap(nint address, nuint bytes);
}

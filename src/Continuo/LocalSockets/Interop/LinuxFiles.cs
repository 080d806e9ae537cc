using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Continuo.LocalSockets.Interop;

/// <summary>C library calls for file ownership and for locking a directory.</summary>
internal static unsafe partial class LinuxFiles
{
    /// <summary>O_RDONLY | O_DIRECTORY | O_CLOEXEC.</summary>
    public static readonly int OpenDirectory = (RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x4000 : 0x10000) | 0x80000;

    /// <summary>O_WRONLY | O_NONBLOCK | O_CLOEXEC.</summary>
    public const int OpenWriteAtOnce = 0x1 | 0x800 | 0x80000;

    /// <summary>ENXIO.</summary>
    public const int NoDeviceOrReader = 6;

    public const int LockExclusive = 2;
    public const int LockAtOnce = 4;

    public const int AtWorkingDirectory = -100;
    public const int NoFollow = 0x100;
    public const uint WantTypeModeUser = 0x1 | 0x2 | 0x8;

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    public static partial int Lock(SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Status(int directory, string path, int flags, uint mask, FileStatus* status);

    /// <summary>The beginning of the kernel's struct statx, identical on every architecture.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct FileStatus
    {
        [FieldOffset(20)]
        public uint User;

        [FieldOffset(28)]
        public ushort Mode;
    }
}

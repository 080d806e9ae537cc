using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Continuo.Codecs.SoundFiles.Interop;

/// <summary>Advice to Linux about reads from a file.</summary>
internal static partial class FileAdvice
{
    /// <c>POSIX_FADV_WILLNEED</c>: read ahead.
    public const int WillNeed = 3;

    /// <c>posix_fadvise</c>. Returns 0 or an error number.
    [LibraryImport("libc", EntryPoint = "posix_fadvise")]
    public static partial int Advise(SafeFileHandle descriptor, long offset, long length, int advice);
}

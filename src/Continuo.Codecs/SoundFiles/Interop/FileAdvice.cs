using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Continuo.Codecs.SoundFiles.Interop;

/// <summary>What Linux can be told of how a file will be read.</summary>
internal static partial class FileAdvice
{
    /// <summary><c>POSIX_FADV_WILLNEED</c>: read it ahead.</summary>
    public const int WillNeed = 3;

    /// <summary><c>posix_fadvise</c>. Returns 0, or an error's number.</summary>
    [LibraryImport("libc", EntryPoint = "posix_fadvise")]
    public static partial int Advise(SafeFileHandle descriptor, long offset, long length, int advice);
}

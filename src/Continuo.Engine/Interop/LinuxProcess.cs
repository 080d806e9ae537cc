using System.Runtime.InteropServices;

namespace Continuo.Engine.Interop;

/// <summary>C library calls that change the process.</summary>
internal static unsafe partial class LinuxProcess
{
    /// <summary>MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT: all pages, present ones and those touched later.</summary>
    public const int LockAsTouched = 1 | 2 | 4;

    [LibraryImport("libc", EntryPoint = "mlockall", SetLastError = true)]
    public static partial int LockMemory(int flags);

    [LibraryImport("libc", EntryPoint = "setsid")]
    public static partial int NewSession();

    [LibraryImport("libc", EntryPoint = "execve", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Execute(string path, nint* arguments, nint* environment);
}

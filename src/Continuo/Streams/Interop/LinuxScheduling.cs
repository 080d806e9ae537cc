using System.Runtime.InteropServices;

namespace Continuo.Streams.Interop;

/// <summary>The C library's calls for real-time scheduling.</summary>
internal static unsafe partial class LinuxScheduling
{
    /// <summary>SCHED_FIFO, not inherited by child processes (SCHED_RESET_ON_FORK).</summary>
    public const int FifoNotInherited = 1 | 0x4000_0000;

    [LibraryImport("libc", EntryPoint = "sched_setscheduler", SetLastError = true)]
    public static partial int SetScheduler(int thread, int policy, int* priority);

    [LibraryImport("libc", EntryPoint = "sched_getscheduler", SetLastError = true)]
    public static partial int GetScheduler(int thread);
}

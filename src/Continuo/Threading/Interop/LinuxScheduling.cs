using System.Runtime.InteropServices;

namespace Continuo.Threading.Interop;

/// <summary>C library calls for real-time scheduling.</summary>
internal static unsafe partial class LinuxScheduling
{
    /// <summary>SCHED_OTHER.</summary>
    public const int Ordinary = 0;

    /// <summary>SCHED_FIFO.</summary>
    public const int Fifo = 1;

    /// <summary>SCHED_RR.</summary>
    public const int RoundRobin = 2;

    /// <summary>SCHED_RESET_ON_FORK: not inherited by child processes.</summary>
    public const int NotInherited = 0x4000_0000;

    /// <summary>RLIMIT_RTTIME: how long a real-time thread may run without blocking, in microseconds.</summary>
    public const int RealTimeLimit = 15;

    /// <summary>SIGXCPU.</summary>
    public const PosixSignal TimeIsUp = (PosixSignal)24;

    [LibraryImport("libc", EntryPoint = "sched_setscheduler", SetLastError = true)]
    public static partial int SetScheduler(int thread, int policy, int* priority);

    [LibraryImport("libc", EntryPoint = "sched_getscheduler", SetLastError = true)]
    public static partial int GetScheduler(int thread);

    [LibraryImport("libc", EntryPoint = "sched_getparam", SetLastError = true)]
    public static partial int GetPriority(int thread, int* priority);

    [LibraryImport("libc", EntryPoint = "gettid")]
    public static partial int ThreadId();

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    public static partial int GetLimit(int resource, ResourceLimit* limit);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    public static partial int SetLimit(int resource, ResourceLimit* limit);

    /// <summary>struct rlimit.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ResourceLimit
    {
        public ulong Soft;
        public ulong Hard;
    }
}

using System.Globalization;
using System.Runtime.InteropServices;
using Continuo.Threading.Interop;

namespace Continuo.Threading;

/// <summary>Requests real-time scheduling for the calling thread.</summary>
internal static unsafe class RealTimePriority
{
    /// <summary>The requested SCHED_FIFO priority: above ordinary threads, below the audio server's (PipeWire uses 88).</summary>
    public const int FifoPriority = 60;

    /// <summary>Scheduling of the calling thread, e.g. <c>SCHED_FIFO 60</c>. Thread-safe; not real-time-safe.</summary>
    public static string OfThisThread
    {
        get
        {
            if (!OperatingSystem.IsLinux()) return "default scheduling";
            var policy = LinuxScheduling.GetScheduler(0) & ~LinuxScheduling.NotInherited;
            int priority;
            _ = LinuxScheduling.GetPriority(0, &priority);
            var name = policy switch { LinuxScheduling.Fifo => "SCHED_FIFO", LinuxScheduling.RoundRobin => "SCHED_RR", _ => "SCHED_OTHER" };
            return string.Create(CultureInfo.InvariantCulture, $"{name} {priority}");
        }
    }

    /// <summary>
    /// Requests SCHED_FIFO on Linux, directly or else through rtkit (SCHED_RR), and MMCSS "Pro Audio" on Windows. Thread-safe; not
    /// real-time-safe.
    /// </summary>
    /// <remarks>
    /// rtkit requires a limit on how long such a thread may run without blocking, at which the kernel kills the process. This class sets
    /// the limit, and removes the priority when half of it is reached.
    /// </remarks>
    /// <param name="below">
    /// Reduction of the priority, 0…59, for threads that work for other audio threads. Applies to SCHED_FIFO; rtkit and Windows have one
    /// priority for all.
    /// </param>
    /// <returns><see langword="null"/> if granted, otherwise the reason and the remedy in one line. Never throws.</returns>
    public static string? TryRaise(int below = 0)
    {
        if (OperatingSystem.IsLinux())
        {
            var priority = Math.Clamp(FifoPriority - below, 1, FifoPriority);
            if (LinuxScheduling.SetScheduler(0, LinuxScheduling.Fifo | LinuxScheduling.NotInherited, &priority) == 0) return null;
            var error = Marshal.GetLastPInvokeError();
            if (RealTimeKit.TryRaise() is not { } refusal) return null;
            return string.Create(
                CultureInfo.InvariantCulture,
                $"SCHED_FIFO {priority} was refused ({Marshal.GetPInvokeErrorMessage(error)}), also by rtkit ({refusal}); "
                    + $"allow it with 'rtprio 95' for your group in /etc/security/limits.d/audio.conf");
        }

        if (OperatingSystem.IsWindows())
        {
            uint index = 0;
            if (WindowsScheduling.SetThreadCharacteristics("Pro Audio", ref index) != 0) return null;
            return $"MMCSS refused 'Pro Audio' ({Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}); "
                + "is the Multimedia Class Scheduler service running?";
        }

        return "real-time scheduling is not available on this platform";
    }
}

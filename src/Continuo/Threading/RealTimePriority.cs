using System.Globalization;
using System.Runtime.InteropServices;
using Continuo.Threading.Interop;

namespace Continuo.Threading;

/// <summary>Asks the system to schedule the calling thread as an audio thread.</summary>
internal static unsafe class RealTimePriority
{
    /// <summary>The SCHED_FIFO priority that is asked for: above ordinary threads, below the audio server's own (PipeWire uses 88).</summary>
    public const int FifoPriority = 60;

    /// <summary>How the calling thread is scheduled, e.g. <c>SCHED_FIFO 60</c>. Thread-safe; not real-time-safe.</summary>
    public static string OfThisThread
    {
        get
        {
            if (!OperatingSystem.IsLinux()) return "as the system decides";
            var policy = LinuxScheduling.GetScheduler(0) & ~LinuxScheduling.NotInherited;
            int priority;
            _ = LinuxScheduling.GetPriority(0, &priority);
            var name = policy switch { LinuxScheduling.Fifo => "SCHED_FIFO", LinuxScheduling.RoundRobin => "SCHED_RR", _ => "SCHED_OTHER" };
            return string.Create(CultureInfo.InvariantCulture, $"{name} {priority}");
        }
    }

    /// <summary>
    /// Asks for SCHED_FIFO on Linux, directly and else through rtkit (SCHED_RR), and for MMCSS "Pro Audio" on Windows. Thread-safe; not real-time-safe.
    /// </summary>
    /// <remarks>
    /// rtkit wants a limit on how long such a thread may run without ever waiting, and the kernel ends the process at it. This class
    /// sets it, and gives the priority back when half of it is reached.
    /// </remarks>
    /// <param name="below">By how much less than the others, 0…59: for threads that work for them. Where the system itself grants SCHED_FIFO; rtkit and Windows have one priority for all.</param>
    /// <returns><see langword="null"/> if it was granted, else why not and what to do, in one line. Never throws.</returns>
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
                $"SCHED_FIFO {priority} was refused ({Marshal.GetPInvokeErrorMessage(error)}), by rtkit too ({refusal}); allow it with 'rtprio 95' for your group in /etc/security/limits.d/audio.conf");
        }

        if (OperatingSystem.IsWindows())
        {
            uint index = 0;
            if (WindowsScheduling.SetThreadCharacteristics("Pro Audio", ref index) != 0) return null;
            return $"MMCSS refused 'Pro Audio' ({Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}); is the Multimedia Class Scheduler service running?";
        }

        return "real-time scheduling is not available on this platform";
    }
}

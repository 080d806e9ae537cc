using System.Globalization;
using System.Runtime.InteropServices;
using Continuo.Streams.Interop;

namespace Continuo.Streams;

/// <summary>Asks the system to schedule the calling thread as an audio thread.</summary>
public static unsafe class RealTimePriority
{
    /// <summary>The SCHED_FIFO priority that is asked for: above ordinary threads, below the audio server's own (PipeWire uses 88).</summary>
    public const int FifoPriority = 60;

    /// <summary>
    /// Asks for SCHED_FIFO on Linux, MMCSS "Pro Audio" on Windows. Thread-safe; not real-time-safe.
    /// </summary>
    /// <returns><see langword="null"/> if it was granted, else why not and what to do, in one line. Never throws.</returns>
    public static string? TryRaise()
    {
        if (OperatingSystem.IsLinux())
        {
            var priority = FifoPriority;
            if (LinuxScheduling.SetScheduler(0, LinuxScheduling.FifoNotInherited, &priority) == 0) return null;
            var error = Marshal.GetLastPInvokeError();
            return string.Create(
                CultureInfo.InvariantCulture,
                $"SCHED_FIFO {FifoPriority} was refused ({Marshal.GetPInvokeErrorMessage(error)}); allow it with 'rtprio 95' for your group in /etc/security/limits.d/audio.conf");
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

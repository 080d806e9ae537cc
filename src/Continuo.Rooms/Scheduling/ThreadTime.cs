using System.Globalization;
using System.Runtime.InteropServices;

namespace Continuo.Rooms.Scheduling;

/// <summary>Processor time of threads, where the system provides it (Linux).</summary>
internal static partial class ThreadTime
{
    /// <summary>The system's id of the calling thread; 0 where there is none.</summary>
    public static int CurrentId => OperatingSystem.IsLinux() ? GetThreadId() : 0;

    /// <summary>Processor time of a thread of this process in seconds; 0 if unknown. The thread may have ended.</summary>
    public static double Seconds(int id)
    {
        if (id == 0) return 0;
        try
        {
            // proc_pid_schedstat: time on the processor in ns, time waiting, slices
            var text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/self/task/{id}/schedstat"));
            var end = text.IndexOf(' ', StringComparison.Ordinal);
            return end > 0 && long.TryParse(text.AsSpan(0, end), out var nanoseconds) ? nanoseconds * 1e-9 : 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    [LibraryImport("libc", EntryPoint = "gettid")]
    private static partial int GetThreadId();
}

using System.Runtime.InteropServices;

namespace Continuo.Scenarios.Server;

/// <summary>
/// Processor time of another process in nanoseconds (clock_getcpuclockid), which /proc tells in hundredths of a second only.
/// </summary>
internal static unsafe partial class ProcessorTime
{
    public static long Of(int process)
    {
        Span<long> time = stackalloc long[2];
        fixed (long* t = time)
        {
            if (clock_gettime((~process << 3) | 2, t) != 0) throw new InvalidOperationException($"no processor time of process {process}");
        }

        return time[0] * 1_000_000_000 + time[1];
    }

    [LibraryImport("libc")]
    private static partial int clock_gettime(int clock, long* time);
}

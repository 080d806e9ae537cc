using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using Continuo.Benchmarks.Diagnostics;
using Continuo.Benchmarks.Mixing;
using Continuo.Benchmarks.Network;
using Continuo.Benchmarks.Rings;

namespace Continuo.Benchmarks;

/// <summary>The stopwatch's side of the benchmarks: each prints the median and the best of many short runs in seconds.</summary>
internal static class QuickRuns
{
    /// <summary>Runs the loops whose name contains <paramref name="filter"/>.</summary>
    public static void Run(string filter)
    {
        Console.WriteLine($"{Environment.ProcessorCount} processors, "
            + $"vectors of {(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128)} bits");
        if ("ring".Contains(filter, StringComparison.Ordinal)) RingBenchmarks.Quick();
        if ("wake".Contains(filter, StringComparison.Ordinal)) WakeBenchmarks.Quick();
        if ("mix".Contains(filter, StringComparison.Ordinal)) MixKernelBenchmarks.Quick();
        if ("callback".Contains(filter, StringComparison.Ordinal)) CallbackBenchmarks.Quick();
        if ("limiter".Contains(filter, StringComparison.Ordinal)) LimiterBenchmarks.Quick();
        if ("meter".Contains(filter, StringComparison.Ordinal)) MeterBenchmarks.Quick();
        if ("udp".Contains(filter, StringComparison.Ordinal)) UdpBenchmarks.Quick();
        if ("opus".Contains(filter, StringComparison.Ordinal)) OpusBenchmarks.Quick();
        if ("srtp".Contains(filter, StringComparison.Ordinal)) SrtpBenchmarks.Quick();
        if ("budget".Contains(filter, StringComparison.Ordinal)) BudgetMonitorBenchmarks.Quick();
        if ("observation".Contains(filter, StringComparison.Ordinal)) ObservationRuns.Quick();
    }

    /// <summary>Times <paramref name="action"/>: median and best nanoseconds per call, and bytes allocated per call.</summary>
    public static (double Median, double Best, double Bytes) Time(Action action, int calls)
    {
        // Long enough for the optimising compiler to replace the first code, wherever the loop is.
        var warm = Stopwatch.StartNew();
        while (warm.ElapsedMilliseconds < 700) action();
        var runs = new double[25];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var run = 0; run < runs.Length; run++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < calls; i++) action();
            runs[run] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / calls;
        }

        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Array.Sort(runs);
        return (runs[runs.Length / 2], runs[0], (double)bytes / (runs.Length * (double)calls));
    }

    /// <summary>Prints one line.</summary>
    public static void Print(string name, string unit, double median, double best, double bytes) =>
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{name,-58} median {median,9:F2}  best {best,9:F2} {unit}  {bytes:F0} B/call"));
}

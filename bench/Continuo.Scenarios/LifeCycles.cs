using System.Diagnostics;
using System.Globalization;
using Continuo.Tests.Streams;

namespace Continuo.Scenarios;

/// <summary>
/// Random life-cycle commands from four threads on streams with subscriptions, readers, recorders to a device-like sink and a replay:
/// start, stop, restart, subscribe, read, record, finish, save, dispose. Nothing may hang for a second, be entered by two threads, be used
/// after its end, or stay behind.
/// </summary>
internal static class LifeCycles
{
    private const long Portion = 50_000;
    private static readonly TimeSpan LongestAllowed = TimeSpan.FromSeconds(1);

    public static bool Run(long commands)
    {
        var seed = Random.Shared.Next();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}"));
        new LifeCycleStress(seed).Run(2_000); // whatever the runtime makes once is there now
        var (threads, files, memory) = Held();
        var watch = Stopwatch.StartNew();
        var isSound = true;
        var (done, starts, recordings) = (0L, 0L, 0L);
        var longest = TimeSpan.Zero;
        for (var part = 1; done < commands && isSound; part++)
        {
            var report = new LifeCycleStress(seed + part).Run(Math.Min(Portion, commands - done));
            (done, starts, recordings) = (done + report.Commands, starts + report.Starts, recordings + report.Recordings);
            if (report.Longest > longest) longest = report.Longest;
            isSound = report.IsSound && report.Longest <= LongestAllowed;
            if (!isSound) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed + part}: {report}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{done} commands, {starts} runs, {recordings} recordings in {watch.Elapsed.TotalSeconds:0} s; "
                + $"the longest command took {longest.TotalMilliseconds:0} ms"));
        var (threadsAfter, filesAfter, memoryAfter) = Held();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"threads {threads} before, {threadsAfter} after; open files {files}, {filesAfter}; "
                + $"resident {memory >> 20} MB, {memoryAfter >> 20} MB"));
        return isSound && threadsAfter <= threads + 8 && filesAfter <= files + 4 && memoryAfter <= memory + (100L << 20);
    }

    /// <summary>What the process holds once everything that ends by itself has ended.</summary>
    private static (int Threads, int Files, long Memory) Held()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Thread.Sleep(500);
        }

        using var process = Process.GetCurrentProcess();
        return (process.Threads.Count, Directory.EnumerateFileSystemEntries("/proc/self/fd").Count(), process.WorkingSet64);
    }
}

using System.Diagnostics;
using System.Globalization;
using Continuo.Ipc.Tests;

namespace Continuo.Scenarios;

/// <summary>A million hostile messages to a server and a client of <c>ipc:</c>, while others listen; and what is left of it.</summary>
internal static class FuzzIpc
{
    private const long Part = 50_000;
    private const int Slack = 8; // descriptors or threads: a leak would be one of 150 000 connections each
    private const long MemorySlack = 8L << 20;

    public static bool Run(long messages)
    {
        using (var warm = new IpcFuzz(99)) warm.Run(Part);
        Say($"warmed up with {Part} messages"); // the console and the runtime open what they need once
        var before = Look();
        using (var fuzz = new IpcFuzz(1))
        {
            var since = Stopwatch.StartNew();
            while (fuzz.Messages < messages)
            {
                fuzz.Run(Math.Min(Part, messages - fuzz.Messages));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{fuzz.Messages} messages, {fuzz.Connections} connections, {fuzz.KindsOfFaults} kinds of faults found, "
                        + $"{since.Elapsed.TotalSeconds:0} s"));
            }

            fuzz.Calm();
            if (fuzz.Clients != 2 || fuzz.Readers != 3)
            {
                Say($"{fuzz.Clients} clients and {fuzz.Readers} readers are left instead of 2 and 3");
            }
        }

        var after = Look();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"honest clients: every frame in its place; left behind: {after.Descriptors - before.Descriptors} descriptors, "
                + $"{after.Threads - before.Threads} threads, {(after.Memory - before.Memory) / 1024} KiB of memory"));
        return after.Descriptors <= before.Descriptors + Slack && after.Threads <= before.Threads + Slack
            && after.Memory - before.Memory < MemorySlack;
    }

    private static (int Descriptors, int Threads, long Memory) Look()
    {
        var memory = GC.GetTotalMemory(forceFullCollection: true);
        GC.WaitForPendingFinalizers();
        return (Directory.GetFileSystemEntries("/proc/self/fd").Length, Directory.GetDirectories("/proc/self/task").Length, memory);
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}

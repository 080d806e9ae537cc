using System.Globalization;
using System.Runtime.InteropServices;
using Continuo.Threading.Interop;

namespace Continuo.Threading;

/// <summary>
/// Requests real-time priority from rtkit, the service that grants it to desktop users, over the system bus. Thread-safe.
/// </summary>
/// <remarks>The interface: https://github.com/heftig/rtkit, org.freedesktop.RealtimeKit1.xml.</remarks>
internal static unsafe class RealTimeKit
{
    private const string Service = "org.freedesktop.RealtimeKit1";
    private const string Path = "/org/freedesktop/RealtimeKit1";
    private const int TimeoutMilliseconds = 1000;
    private const uint DefaultPriority = 20;
    private const long DefaultLimit = 200_000; // microseconds

    /// <summary>
    /// How long threads are observed when the limit is reached. The process would be killed at twice the limit, much later.
    /// </summary>
    private static readonly TimeSpan Observation = TimeSpan.FromMilliseconds(5);

    /// <summary>A runaway thread gets its priority back after this time.</summary>
    private static readonly TimeSpan Penalty = TimeSpan.FromSeconds(10);

    private static readonly Lock Gate = new();
    private static readonly List<int> Raised = [];
    private static readonly List<int> Demoted = [];
    private static readonly Timer RestoreTimer = new(_ => RestorePriority());
    private static readonly Lazy<PosixSignalRegistration> LimitSignal = new(RegisterLimitSignal);

    /// <summary>Schedules the calling thread as SCHED_RR, with the highest priority that rtkit grants.</summary>
    /// <returns><see langword="null"/> on success, otherwise the reason.</returns>
    public static string? TryRaise() => TryRaise(LinuxScheduling.ThreadId());

    private static string? TryRaise(int thread)
    {
        if (!LibDBus.Library.TryLoad()) return $"{LibDBus.FileName} is not installed";
        LibDBus.DBusError error;
        _ = LibDBus.UseThreads();
        LibDBus.ErrorInit(&error);
        var bus = LibDBus.Connect(LibDBus.SystemBus, &error);
        if (bus == 0) return Explain(&error);
        try
        {
            LibDBus.ExitOnDisconnect(bus, 0);
            if (Property(bus, "RTTimeUSecMax", DefaultLimit, &error) is not { } limit) return Explain(&error);
            if (Property(bus, "MaxRealtimePriority", DefaultPriority, &error) is not { } priority) return Explain(&error);
            Restrict((ulong)limit, thread);
            return Raise(bus, (ulong)thread, (uint)priority, &error) ? null : Explain(&error);
        }
        finally
        {
            LibDBus.Close(bus);
            LibDBus.Release(bus);
        }
    }

    private static bool Raise(nint bus, ulong thread, uint priority, LibDBus.DBusError* error)
    {
        var call = LibDBus.NewCall(Service, Path, Service, "MakeThreadRealtime");
        LibDBus.ArgumentCursor arguments;
        LibDBus.BeginArguments(call, &arguments);
        _ = LibDBus.Append(&arguments, LibDBus.UInt64, &thread);
        _ = LibDBus.Append(&arguments, LibDBus.UInt32, &priority);
        var reply = LibDBus.Call(bus, call, TimeoutMilliseconds, error);
        LibDBus.ReleaseMessage(call);
        if (reply == 0) return false;
        LibDBus.ReleaseMessage(reply);
        return true;
    }

    /// <returns>The number; <paramref name="usual"/> if it has another type; <see langword="null"/> if there is no answer.</returns>
    private static long? Property(nint bus, string name, long usual, LibDBus.DBusError* error)
    {
        var call = LibDBus.NewCall(Service, Path, "org.freedesktop.DBus.Properties", "Get");
        LibDBus.ArgumentCursor cursor;
        LibDBus.ArgumentCursor value;
        LibDBus.BeginArguments(call, &cursor);
        Append(&cursor, Service);
        Append(&cursor, name);
        var reply = LibDBus.Call(bus, call, TimeoutMilliseconds, error);
        LibDBus.ReleaseMessage(call);
        if (reply == 0) return null;
        var number = usual;
        if (LibDBus.BeginReply(reply, &cursor) != 0 && LibDBus.TypeAt(&cursor) == LibDBus.Variant)
        {
            LibDBus.Enter(&cursor, &value);
            var type = LibDBus.TypeAt(&value);
            if (type == LibDBus.Int64) LibDBus.Get(&value, &number);
            if (type == LibDBus.Int32)
            {
                int small;
                LibDBus.Get(&value, &small);
                number = small;
            }
        }

        LibDBus.ReleaseMessage(reply);
        return number;
    }

    private static void Append(LibDBus.ArgumentCursor* cursor, string text)
    {
        var bytes = Marshal.StringToCoTaskMemUTF8(text);
        _ = LibDBus.Append(cursor, LibDBus.Text, &bytes);
        Marshal.FreeCoTaskMem(bytes);
    }

    /// <summary>
    /// Limits how long real-time threads may run without blocking, as rtkit requires, and removes their priority before the kernel kills
    /// the process.
    /// </summary>
    private static void Restrict(ulong microseconds, int thread)
    {
        _ = LimitSignal.Value;
        lock (Gate)
        {
            LinuxScheduling.ResourceLimit limit;
            if (LinuxScheduling.GetLimit(LinuxScheduling.RealTimeLimit, &limit) == 0 && limit.Hard > microseconds)
            {
                limit = new LinuxScheduling.ResourceLimit { Soft = microseconds / 2, Hard = microseconds };
                _ = LinuxScheduling.SetLimit(LinuxScheduling.RealTimeLimit, &limit); // if it fails, rtkit reports it
            }

            if (!Raised.Contains(thread)) Raised.Add(thread);
        }
    }

    private static PosixSignalRegistration RegisterLimitSignal()
    {
        var registration = PosixSignalRegistration.Create(LinuxScheduling.TimeIsUp, LowerRunaways);

        // Called once in advance, because there is no time for compiling when the limit is reached.
        using var done = new ManualResetEventSlim();
        ThreadPool.UnsafeQueueUserWorkItem(_ =>
        {
            LowerRunaways(new PosixSignalContext(LinuxScheduling.TimeIsUp));
            done.Set();
        }, null);
        done.Wait();
        return registration;
    }

    // The signal does not tell which thread caused it: the threads that run and have not blocked since, or all if there is no such thread.
    private static void LowerRunaways(PosixSignalContext context)
    {
        context.Cancel = true; // the process continues
        lock (Gate)
        {
            var before = Raised.ConvertAll(WaitsWhileRunning);
            _ = WaitsWhileRunning(LinuxScheduling.ThreadId()); // compiled by the call in advance, when no thread has real-time priority yet
            Thread.Sleep(Observation);
            var runaways = Raised.Where((thread, i) => before[i] >= 0 && WaitsWhileRunning(thread) == before[i]).ToArray();
            if (runaways.Length == 0) runaways = [.. Raised];
            var priority = 0;

            // Reset-on-fork cannot be removed without the right to raise priorities.
            foreach (var thread in runaways)
            {
                _ = LinuxScheduling.SetScheduler(thread, LinuxScheduling.Ordinary | LinuxScheduling.NotInherited, &priority);
            }

            Raised.RemoveAll(runaways.Contains);
            Demoted.AddRange(runaways);
            if (runaways.Length > 0) RestoreTimer.Change(Penalty, Timeout.InfiniteTimeSpan);
        }
    }

    private static void RestorePriority()
    {
        int[] threads;
        lock (Gate) threads = [.. Demoted];

        // The call to the bus may take a second, during which the signal must be handled.
        var done = threads.Where(thread => !Directory.Exists($"/proc/self/task/{thread}") || TryRaise(thread) is null).ToArray();
        lock (Gate)
        {
            Demoted.RemoveAll(done.Contains);
            if (Demoted.Count > 0) RestoreTimer.Change(Penalty, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Number of times a thread has blocked so far, if it is running or runnable; −1 if it is blocked or has exited.</summary>
    private static long WaitsWhileRunning(int thread)
    {
        try
        {
            var (isRunning, waits) = (false, -1L);
            foreach (var line in File.ReadLines($"/proc/self/task/{thread}/status"))
            {
                if (line.StartsWith("State:", StringComparison.Ordinal)) isRunning = line.Contains('R', StringComparison.Ordinal);
                if (line.StartsWith("voluntary_ctxt_switches:", StringComparison.Ordinal))
                {
                    waits = long.Parse(line.AsSpan(line.IndexOf(':', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingWhite,
                        CultureInfo.InvariantCulture);
                }
            }

            return isRunning ? waits : -1;
        }
        catch (IOException)
        {
            return -1;
        }
    }

    private static string Explain(LibDBus.DBusError* error)
    {
        var message = Marshal.PtrToStringUTF8((nint)error->Message) ?? "no reason given";
        LibDBus.ErrorFree(error);
        return message;
    }
}

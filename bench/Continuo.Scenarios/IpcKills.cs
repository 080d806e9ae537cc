using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Continuo.Diagnostics;
using Continuo.Ipc;
using Continuo.Streams;

namespace Continuo.Scenarios;

/// <summary>
/// kill -9 of servers that are listened to, and of clients that listen, at random moments: how soon it flows again, and what is left.
/// </summary>
internal static class IpcKills
{
    private const long Second = 1_000_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static bool Run(int times)
    {
        var directory = Directory.CreateTempSubdirectory("continuo-kills-").FullName;
        try
        {
            return KillServers(Path.Combine(directory, "a.sock"), times) & KillClients(directory, Path.Combine(directory, "b.sock"), times);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static bool KillServers(string socket, int times)
    {
        var told = new LogHistogram();
        var random = new Random(1);
        var server = Serve(socket);
        using var stream = Listen(socket);
        Await(() => stream.Statistics.Chunks > 0);
        var descriptors = Descriptors(Environment.ProcessId);
        for (var i = 0; i < times; i++)
        {
            Thread.Sleep(random.Next(50));
            server.Kill();
            server.WaitForExit();
            server.Dispose();
            Await(() => stream.Health == StreamHealth.Recovering);
            var chunks = stream.Statistics.Chunks;
            server = Serve(socket);
            Await(() => IsThere(socket));
            var back = Stopwatch.GetTimestamp();
            Await(() => stream.Statistics.Chunks > chunks);
            told.Record(Stopwatch.GetElapsedTime(back).Ticks * 100);
        }

        var left = Descriptors(Environment.ProcessId) - descriptors;
        End(server);
        var isGone = !File.Exists(socket);
        var s = stream.Statistics;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{times} servers killed: it flows {Text(told.Snapshot())} after the next one listens; {s.Reconnects} reconnects, "
                + $"{s.Gaps} gaps; {left} descriptors left, the socket is {(isGone ? "gone" : "LEFT")} at the end"));
        return told.Snapshot().Max < Second && left <= 1 && isGone && s.Reconnects == times;
    }

    private static bool KillClients(string directory, string socket, int times)
    {
        var told = new LogHistogram();
        var random = new Random(2);
        using var server = Serve(socket);
        Await(() => IsThere(socket));
        using var honest = Listen(socket);
        Await(() => honest.Statistics.Chunks > 10);
        Thread.Sleep(100);
        var descriptors = Descriptors(server.Id);
        var threads = Threads(server);
        for (var i = 0; i < times; i++)
        {
            using var client = Start("record", $"ipc:{socket}", Path.Combine(directory, "take.wav"));
            Await(() => Descriptors(server.Id) > descriptors);
            Thread.Sleep(random.Next(50));
            client.Kill();
            var since = Stopwatch.GetTimestamp();
            Await(() => Descriptors(server.Id) <= descriptors);
            told.Record(Stopwatch.GetElapsedTime(since).Ticks * 100);
            client.WaitForExit();
        }

        var left = Threads(server) - threads;
        var s = honest.Statistics;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{times} clients killed: the server has let go after {Text(told.Snapshot())}; {left} threads left; "
                + $"the other client lost {s.GapFrames} frames in {s.Gaps} gaps"));
        End(server);
        return told.Snapshot().Max < Second && left <= 2;
    }

    private static AudioStream Listen(string socket)
    {
        var options = new StreamOptions { WaitForAppearance = Patience };
        var stream = AudioStream.Open($"ipc:{socket}", options, new AudioSystem().UseIpc());
        stream.Start();
        return stream;
    }

    private static bool IsThere(string socket)
    {
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(socket));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static Process Serve(string socket) => Start("serve-ipc", "tone:440", socket);

    private static Process Start(params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(ContinuoProgram.Command[0], [.. ContinuoProgram.Command[1..], .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static void End(Process process)
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        process.WaitForExit();
    }

    private static void Await(Func<bool> condition)
    {
        var since = Stopwatch.StartNew();
        while (!condition())
        {
            if (since.Elapsed > Patience) throw new TimeoutException("It hangs.");
            Thread.Sleep(1);
        }
    }

    private static int Descriptors(int process) => Directory.GetFileSystemEntries($"/proc/{process}/fd").Count(IsSocket);

    private static bool IsSocket(string descriptor)
    {
        try
        {
            return File.ResolveLinkTarget(descriptor, false)?.Name.StartsWith("socket:", StringComparison.Ordinal) == true;
        }
        catch (IOException)
        {
            return false; // closed meanwhile
        }
    }

    private static int Threads(Process process) => Directory.GetDirectories($"/proc/{process.Id}/task").Length;

    private static string Text(HistogramSnapshot h) =>
        string.Create(CultureInfo.InvariantCulture, $"p50 {h.P50 / 1e6:F1} ms, max {h.Max / 1e6:F1} ms");
}

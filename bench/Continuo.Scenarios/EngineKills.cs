using System.Diagnostics;
using System.Globalization;
using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Engine.Client;

namespace Continuo.Scenarios;

/// <summary>kill -9 of applications that feed an engine, and of engines that are fed, at random moments: how soon the other side knows,
/// and what is left.</summary>
internal static class EngineKills
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(1);
    private static readonly long Second = 1_000_000_000;

    public static bool Run(int times)
    {
        var directory = Directory.CreateTempSubdirectory("continuo-kills-").FullName;
        var socket = Path.Combine(directory, "engine.sock");
        try
        {
            return KillApplications(socket, times) & KillPlayers(socket, directory, times) & KillEngines(socket, times);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static bool KillApplications(string socket, int times)
    {
        using var engine = Start(ContinuoProgram.Command, "engine", "--socket", socket, "--to", "null:");
        using var watch = Connect(socket);
        var descriptors = Descriptors(engine);
        var told = new LogHistogram();
        var random = new Random(1);
        for (var i = 0; i < times; i++)
        {
            using var application = Start(Peer, "feed", socket);
            Await(() => watch.GetStatistics().Inputs == 1);
            Thread.Sleep(random.Next(50));
            told.Record(Kill(application, () => watch.GetStatistics().Inputs == 0));
        }

        // What faded out last is let go of within a tenth of a second.
        Thread.Sleep(Sweep);
        var left = Descriptors(engine) - descriptors;
        var report = watch.GetStatistics();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{times} applications killed: the engine knows after {Text(told.Snapshot())}; {left} descriptors left, "
                + $"{Rings(engine)} rings left mapped, {report.Collections} collections, "
                + $"{report.MixAllocatedBytes} bytes allocated by the mix"));
        watch.StopEngine();
        engine.WaitForExit();
        return left <= 0 && Rings(engine) == 0 && told.Snapshot().Max < Second;
    }

    /// <summary>Applications whose files play in the engine: detached ones go on, the others end.</summary>
    private static bool KillPlayers(string socket, string directory, int times)
    {
        var file = Path.Combine(directory, "hour.wav");
        SparseWav.Create(file, 3600);
        using var engine = Start(ContinuoProgram.Command, "engine", "--socket", socket, "--to", "null:");
        using var watch = Connect(socket);
        var descriptors = Descriptors(engine);
        var (goOn, told, random) = (0, new LogHistogram(), new Random(3));
        for (var i = 0; i < times; i++)
        {
            using var detached = Start(Peer, "detached", socket, file, file);
            var number = int.Parse(detached.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
            using var ending = Start(Peer, "player", socket, file);
            ending.StandardOutput.ReadLine();
            Thread.Sleep(random.Next(50));
            detached.Kill();
            told.Record(Kill(ending, () => watch.Inputs().Count == 1));
            detached.WaitForExit();
            using var player = watch.FindPlayer(number);
            var at = player.GetStatistics().Position;
            Await(() => player.GetStatistics().Position > at + 4800);
            if (player.GetStatistics() is { IsDetached: true, LateBlocks: 0 }) goOn++;
            player.Close();
            Await(() => watch.Inputs().Count == 0);
            if (i > 0) continue;
            Thread.Sleep(Sweep);
            descriptors = Descriptors(engine); // with the libraries that the first file needs
        }

        Thread.Sleep(Sweep);
        var left = Descriptors(engine) - descriptors;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{times} + {times} applications with files in the engine killed: {goOn} detached pieces went on without a late block; "
                + $"the others ended after {Text(told.Snapshot())}; {left} descriptors left"));
        watch.StopEngine();
        engine.WaitForExit();
        return left <= 0 && goOn == times && told.Snapshot().Max < Second;
    }

    private static bool KillEngines(string socket, int times)
    {
        var told = new LogHistogram();
        var random = new Random(2);
        var shared = Directory.GetFileSystemEntries("/dev/shm").Length;
        for (var i = 0; i < times; i++)
        {
            using var engine = Start(
                ContinuoProgram.Command, "engine", "--socket", socket, "--to", "null:"); // over what the one before has left
            using var client = Connect(socket);
            using var stream = client.OpenStream("stream", TimeSpan.FromMilliseconds(40));
            var writer = new Thread(() => WriteUntilItFails(stream));
            writer.Start();
            Await(() => stream.FramesTaken > 0);
            Thread.Sleep(random.Next(50));
            told.Record(Kill(engine, () => !writer.IsAlive));
        }

        var left = Directory.GetFileSystemEntries("/dev/shm").Length - shared;
        File.Delete(socket);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{times} engines killed: the writer knows after {Text(told.Snapshot())}; "
                + $"{left} files left in /dev/shm, the next engine took over the socket each time"));
        return left <= 0 && told.Snapshot().Max < Second;
    }

    private static void WriteUntilItFails(EngineWriter stream)
    {
        try
        {
            while (true) stream.Write(new float[960]);
        }
        catch (AudioException e) when (e.Code == AudioErrorCode.ServerUnavailable)
        {
            // As it must be.
        }
    }

    /// <summary>Kills, and measures how long it takes until the other side knows.</summary>
    private static long Kill(Process process, Func<bool> known)
    {
        var since = Stopwatch.GetTimestamp();
        process.Kill();
        Await(known);
        var took = Stopwatch.GetElapsedTime(since).Ticks * 100;
        process.WaitForExit();
        return took;
    }

    private static EngineClient Connect(string socket)
    {
        EngineClient? client = null;
        Await(() =>
        {
            try
            {
                client ??= EngineClient.Connect(socket);
            }
            catch (AudioException e) when (e.Code == AudioErrorCode.ServerUnavailable)
            {
                // Not started yet.
            }

            return client is not null && client.GetStatistics().IsWarm;
        });
        return client!;
    }

    private static string[] Peer { get; } = ["dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "Continuo.EnginePeer.dll")];

    private static Process Start(string[] command, params string[] arguments) => Process.Start(
        new ProcessStartInfo(command[0], [.. command[1..], .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    private static void Await(Func<bool> condition)
    {
        var since = Stopwatch.StartNew();
        while (!condition())
        {
            if (since.Elapsed > Patience) throw new TimeoutException("It hangs.");
            Thread.Sleep(1);
        }
    }

    private static int Descriptors(Process process) => Directory.GetFileSystemEntries($"/proc/{process.Id}/fd").Length;

    private static int Rings(Process process) =>
        process.HasExited
            ? 0
            : File.ReadLines($"/proc/{process.Id}/maps").Count(line => line.Contains("continuo-ring", StringComparison.Ordinal));

    private static string Text(HistogramSnapshot h) =>
        string.Create(CultureInfo.InvariantCulture, $"p50 {h.P50 / 1e6:F1} ms, max {h.Max / 1e6:F1} ms");
}

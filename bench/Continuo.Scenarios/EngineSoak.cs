using System.Diagnostics;
using System.Globalization;
using Continuo.Engine;
using Continuo.Engine.Client;
using Continuo.Engine.Statistics;
using Continuo.Metering;

namespace Continuo.Scenarios;

/// <summary>
/// Has an engine play eight long files, seeks in them five times a second and reads every meter twenty times a second; what the engine's
/// process has collected and its threads have allocated meanwhile, by the runtime's own counters.
/// </summary>
internal static class EngineSoak
{
    private const int Tracks = 8;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(50);

    public static bool Run(double seconds)
    {
        var directory = Directory.CreateTempSubdirectory("continuo-soak-").FullName;
        try
        {
            using var client = AudioEngine.ConnectAsync(new EngineLaunchOptions
            {
                SocketPath = Path.Combine(directory, "engine.sock"),
                To = "null:",
                Command = ContinuoProgram.Command
            }).GetAwaiter().GetResult();
            using var player = client.OpenPlayer("soak", MeterParts.All);
            var file = Path.Combine(directory, "hour.wav");
            SparseWav.Create(file, 3600);
            for (var i = 0; i < Tracks; i++) player.Add(file);
            player.Add("tone:440?level=-40");
            player.Play();
            var random = new Random(1);
            Play(client, player, WarmUp, random); // what the runtime does once on the way
            var before = (Engine: client.GetStatistics(), Threads: client.Threads());
            var seeks = Play(client, player, TimeSpan.FromSeconds(seconds), random);
            var after = (Engine: client.GetStatistics(), Threads: client.Threads());
            client.StopEngine();
            return Print(before, after, seeks);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static int Play(EngineClient client, RemotePlayer player, TimeSpan time, Random random)
    {
        var reports = new EngineTrackStatistics[Tracks + 1];
        var (since, seeks) = (Stopwatch.StartNew(), 0);
        for (var turn = 0; since.Elapsed < time; turn++)
        {
            if (turn % 4 == 0)
            {
                player.Seek(random.NextInt64(3500L * client.Format.SampleRate));
                seeks++;
            }

            if (turn % 40 == 10) player.Pause();
            if (turn % 40 == 12) player.Resume();
            _ = client.GetStatistics();
            _ = player.GetStatistics();
            _ = player.GetTrackStatistics(reports);
            Thread.Sleep(Turn);
        }

        return seeks;
    }

    private static bool Print((EngineStatistics Engine, IReadOnlyList<EngineThreadStatistics> Threads) before,
        (EngineStatistics Engine, IReadOnlyList<EngineThreadStatistics> Threads) after, int seeks)
    {
        var collections = after.Engine.Collections - before.Engine.Collections;
        var total = after.Engine.AllocatedBytes - before.Engine.AllocatedBytes;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{(after.Engine.Blocks - before.Engine.Blocks) / 100.0:F0} s, {seeks} seeks: {collections} collections, "
                + $"{total} bytes allocated by the process (to 8 KB per thread)"));
        var told = 0L;
        foreach (var thread in after.Threads)
        {
            var bytes = thread.Bytes - before.Threads.Where(t => t.Thread == thread.Thread).Sum(t => t.Bytes);
            told += bytes;
            Say($"  {thread.Name,-14} {bytes,8} bytes");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  since it was warm: {after.Engine.Collections} collections; {after.Engine.LateBlocks} blocks with a late track, "
                + $"{after.Engine.OverBudget} over budget; "
                + $"rendering p50 {after.Engine.RenderP50Percent:F2} %, p99.9 {after.Engine.RenderP999Percent:F2} %"));
        return after.Engine.Collections == 0 && told == 0;
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}

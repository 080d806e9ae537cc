using System.Diagnostics;
using System.Globalization;
using Continuo.Engine;
using Continuo.Engine.Client;
using Continuo.IntegrationTests.Servers;

namespace Continuo.Scenarios;

/// <summary>Thirty-two files of an hour, played by the engine's process into a real server's null sink: how soon they are heard, in how
/// much memory, how steadily.</summary>
internal static class EngineStems
{
    private const int Tracks = 32;

    public static bool Run(double seconds)
    {
        using var server = new PulseServerFixture();
        foreach (var (name, value) in server.Environment) Environment.SetEnvironmentVariable(name, value);
        var directory = server.Scratch;
        var files = Enumerable.Range(1, Tracks).Select(i => Path.Combine(directory, $"stem{i}.wav")).ToArray();
        foreach (var file in files) SparseWav.Create(file, 3600);

        var sinceLaunch = Stopwatch.StartNew();
        using var client = AudioEngine.ConnectAsync(new EngineLaunchOptions
        {
            SocketPath = Path.Combine(directory, "engine.sock"),
            To = $"device:{AudioServerFixture.Sink}",
            Command = ContinuoProgram.Command
        }).GetAwaiter().GetResult();
        while (!client.GetStatistics().IsWarm) Thread.Sleep(1);
        var launched = sinceLaunch.Elapsed;

        var sinceAsked = Stopwatch.StartNew();
        using var player = client.OpenPlayer("stems");
        foreach (var file in files) player.Add(file);
        player.Seek(TimeSpan.FromMinutes(30));
        player.Play();
        while (player.GetStatistics().Position <= 30L * 60 * client.Format.SampleRate) Thread.Sleep(1);
        var heard = sinceAsked.Elapsed;

        var (before, stolen) = (client.GetStatistics(), StolenTime.Now);
        Thread.Sleep(TimeSpan.FromSeconds(seconds));
        var (engine, piece) = (client.GetStatistics(), player.GetStatistics());
        var percent = stolen.PercentUntilNow;
        var (resident, peak) = (Megabytes(client.ProcessId, "VmRSS:"), Megabytes(client.ProcessId, "VmHWM:"));
        client.StopEngine();
        var underruns = engine.Underruns - before.Underruns;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"the engine's process is ready after {launched.TotalSeconds:F2} s; "
                + $"{Tracks} files of an hour are heard at 30:00 {heard.TotalSeconds:F2} s after they were asked for"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{seconds:F0} s: {underruns} underruns, {piece.LateBlocks} late blocks, {resident:F0} MB resident (peak {peak:F0}); "
                + $"rendering p50 {engine.RenderP50Percent:F2} %, p99 {engine.RenderP99Percent:F2} %, "
                + $"p99.9 {engine.RenderP999Percent:F2} % of a block; {engine.Collections} collections; "
                + $"{engine.LatencyFrames / 48.0:F1} ms to the ear; the host took the processors away for {percent:F1} % of the time"));
        return heard.TotalSeconds < 1 && resident < 200 && underruns == 0 && piece.LateBlocks == 0;
    }

    private static double Megabytes(int process, string what)
    {
        var line = File.ReadLines($"/proc/{process}/status").Single(l => l.StartsWith(what, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / 1e6;
    }
}

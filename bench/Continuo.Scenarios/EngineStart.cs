using System.Diagnostics;
using System.Globalization;
using Continuo.Engine;
using Continuo.Engine.Client;

namespace Continuo.Scenarios;

/// <summary>
/// Starts the engine's process again and again: how soon it is ready to play, and whether it has a compiler that could interrupt it.
/// </summary>
internal static class EngineStart
{
    private const double TargetMilliseconds = 300;

    public static bool Run(int count)
    {
        var ready = new double[count];
        var (compiler, collections) = (false, 0L);
        for (var i = 0; i < count; i++)
        {
            var directory = Directory.CreateTempSubdirectory("continuo-start-").FullName;
            try
            {
                var since = Stopwatch.StartNew();
                using var client = AudioEngine.ConnectAsync(new EngineLaunchOptions
                {
                    SocketPath = Path.Combine(directory, "engine.sock"),
                    To = "null:",
                    Command = ContinuoProgram.Command
                }).GetAwaiter().GetResult();
                while (!client.GetStatistics().IsWarm) Thread.Sleep(1);
                ready[i] = since.Elapsed.TotalMilliseconds;
                compiler |= File.ReadLines($"/proc/{client.ProcessId}/maps").Any(l => l.EndsWith("libclrjit.so", StringComparison.Ordinal));
                collections += client.GetStatistics().Collections;
                client.StopEngine();
            }
            finally
            {
                Directory.Delete(directory, recursive: true);
            }
        }

        Array.Sort(ready);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{string.Join(' ', ContinuoProgram.Command)}: ready after {ready[count / 2]:F0} ms "
                + $"(median of {count}; {ready[0]:F0} to {ready[^1]:F0}); "
                + $"{(compiler ? "a just-in-time compiler is loaded" : "no just-in-time compiler in the process")}; "
                + $"{collections} collections"));
        return ready[count / 2] <= TargetMilliseconds && !compiler;
    }
}

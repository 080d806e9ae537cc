using System.Globalization;
using System.Runtime.InteropServices;
using Continuo.Engine.Client;
using Continuo.Engine.Interop;
using Continuo.Engine.Statistics;
using Continuo.Metering;
using Continuo.Playing;

namespace Continuo.Engine.Hosting;

/// <summary>
/// Prepares a process to be an engine: a runtime that collects only when it must and compiles each method once, locked memory, and a run
/// through everything the engine does, so that nothing is compiled or allocated for the first time later.
/// </summary>
internal static unsafe class EngineProcess
{
    // These apply only if set before the runtime starts, so the process must restart with them.
    private static readonly (string Name, string Value)[] RuntimeSettings =
    [
        ("DOTNET_gcConcurrent", "0"), // no background collector thread
        ("DOTNET_gcServer", "0"),
        ("DOTNET_GCgen0size", "4000000"), // 64 MiB (hexadecimal): room for the allocations of many connecting clients
        ("DOTNET_TieredCompilation", "0"), // each method is compiled once, fully optimized, on first call
        ("DOTNET_TieredPGO", "0"),
    ];

    /// <summary>
    /// Restarts the process with the runtime settings of an engine. Does not return in that case; returns if they are already set, or
    /// cannot be set.
    /// </summary>
    public static void RestartWithRuntimeSettings()
    {
        if (!OperatingSystem.IsLinux()) return;
        if (RuntimeSettings.All(s => Environment.GetEnvironmentVariable(s.Name) is not null)) return;
        if (Environment.ProcessPath is not { } program) return;
        var arguments = File.ReadAllText("/proc/self/cmdline").Split('\0')[..^1];
        var environment = Environment.GetEnvironmentVariables();
        foreach (var (name, value) in RuntimeSettings) environment[name] = value;
        var variables = environment.Cast<System.Collections.DictionaryEntry>().Select(e => $"{e.Key}={e.Value}");
        _ = LinuxProcess.Execute(program, Strings(arguments), Strings([.. variables]));
    }

    /// <summary>Detaches the process from the terminal and from its parent process.</summary>
    public static void Detach()
    {
        if (OperatingSystem.IsLinux()) _ = LinuxProcess.NewSession(); // fails only if the process already leads a session
    }

    /// <summary>
    /// Locks memory and runs through everything an engine does. The engine is running; its server does not serve yet, so that no client
    /// sees the inputs of the warm-up. They are closed on return.
    /// </summary>
    public static void WarmUp(AudioEngine engine, EngineServer server)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(server);
        engine.MemoryRefusal = LockMemory() ?? "";
        using var own = new EngineServer(engine, server.SocketPath + ".warm");
        own.Serve();
        using (var client = EngineClient.Connect(own.SocketPath))
        {
            var silence = client.Play("silence:");
            using (var stream = client.OpenStream("warm-up", TimeSpan.FromMilliseconds(20)))
            {
                stream.Write(new float[10 * client.BlockFrames * client.Format.Channels]);
                client.Set(stream.Input, new() { GainDb = -6 });
                _ = client.GetStatistics(stream.Input);
            }

            _ = client.GetStatistics();
            _ = client.Inputs();
            _ = client.Threads();
            WarmUpPlayer(client);
            client.Close(silence);
        }
    }

    /// <summary>Runs a player through all its functions, silently.</summary>
    private static void WarmUpPlayer(EngineClient client)
    {
        using var player = client.OpenPlayer("warm-up", MeterParts.All);
        var second = client.Format.SampleRate;
        var stays = player.Add("silence:?seconds=20");
        var goes = player.Add("silence:?seconds=20");
        player.Set(stays, new() { GainDb = -6, Pan = 0.5, Solo = true });
        player.Seek(second);
        Await(player, player.Play(), r => r.Position > second);
        Await(player, player.Seek(2 * second), r => r.Position > 2 * second);
        player.Loop = new LoopRegion(2 * second, 2 * second + second / 20);
        Await(player, player.PlayFrom(2 * second), r => r.Position > 2 * second);
        player.Loop = null;
        player.Remove(goes);
        Await(player, player.Pause(), _ => true);
        Await(player, player.Resume(), _ => true);
        Await(player, player.PlayFrom(20 * second), r => r.State == PlayerState.Ended);
        Await(player, player.Stop(), _ => true);
        _ = player.GetTrackStatistics(new EngineTrackStatistics[2]);
        _ = player.Describe(stays);
    }

    private static void Await(RemotePlayer player, long command, Func<EnginePlayerStatistics, bool> condition)
    {
        // Anything not complete within a second is compiled later: the engine starts nevertheless.
        for (var i = 0; i < 200; i++)
        {
            var statistics = player.GetStatistics();
            if (statistics.Applied >= command && condition(statistics)) return;
            Thread.Sleep(5);
        }
    }

    /// <summary>
    /// Collects garbage after the start, and restarts the counters of collections and bytes. The last step before steady state.
    /// </summary>
    public static void Settle(AudioEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        engine.BecomeWarm();
    }

    private static string? LockMemory()
    {
        if (!OperatingSystem.IsLinux()) return "not available on this platform";
        if (LinuxProcess.LockMemory(LinuxProcess.LockAsTouched) == 0) return null;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"mlockall was refused ({Marshal.GetLastPInvokeErrorMessage()}); allow it with 'memlock unlimited' for your group in "
                + $"/etc/security/limits.d/audio.conf");
    }

    // Never freed: the process is replaced by the call, or continues as it is.
    private static nint* Strings(string[] texts)
    {
        var list = (nint*)NativeMemory.AllocZeroed((nuint)(texts.Length + 1), (nuint)sizeof(nint));
        for (var i = 0; i < texts.Length; i++) list[i] = Marshal.StringToCoTaskMemUTF8(texts[i]);
        return list;
    }
}

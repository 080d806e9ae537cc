using System.Diagnostics;
using Continuo.Engine.Client;

namespace Continuo.Engine.Tests.Processes;

/// <summary>A directory with real engines and applications, as processes of their own. All are killed at the end.</summary>
internal sealed class EngineRun : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _directory = Directory.CreateTempSubdirectory("continuo-engine-").FullName;
    private readonly List<Process> _processes = [];

    public string Socket => Path.Combine(_directory, "engine.sock");

    public EngineLaunchOptions Options => new()
    {
        SocketPath = Socket,
        To = "null:",
        Idle = TimeSpan.FromMinutes(2),
        StartTimeout = Patience,
        Command = ContinuoProgram.Command
    };

    /// <summary>Starts <c>continuo engine</c> and waits until it is warm.</summary>
    public Process StartEngine()
    {
        var engine = Start(ContinuoProgram.Command, "engine", "--socket", Socket, "--to", "null:");
        EngineFixture.Await(() =>
        {
            using var client = TryConnect(engine);
            return client?.GetStatistics().IsWarm == true;
        });
        return engine;
    }

    /// <summary>Starts <c>continuo engine</c>; its first client, which comes before it is warm.</summary>
    public EngineClient StartEngineAndConnect()
    {
        var engine = Start(ContinuoProgram.Command, "engine", "--socket", Socket, "--to", "null:");
        EngineClient? client = null;
        EngineFixture.Await(() => (client = TryConnect(engine)) is not null);
        return client!;
    }

    /// <summary>A file in the run's directory.</summary>
    public string File(string name) => Path.Combine(_directory, name);

    /// <summary>Runs the program, which must fail; what it says.</summary>
    public string FailToStart(params string[] arguments)
    {
        var process = Start(ContinuoProgram.Command, arguments);
        var words = process.StandardError.ReadToEndAsync();
        Assert.True(process.WaitForExit(Patience) && words.Wait(Patience), "it does not end");
        Assert.NotEqual(0, process.ExitCode);
        return words.Result;
    }

    /// <summary>Starts an application and waits for its first word.</summary>
    public (Process Process, string Word) StartPeer(params string[] arguments)
    {
        var peer = Start(["dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "Continuo.EnginePeer.dll")], arguments);
        var line = peer.StandardOutput.ReadLineAsync();
        Assert.True(line.Wait(Patience), "the application says nothing");
        return (peer, line.Result ?? throw new InvalidOperationException("the application has ended: " + peer.StandardError.ReadToEnd()));
    }

    public static void Kill(Process process)
    {
        process.Kill();
        Assert.True(process.WaitForExit(Patience));
    }

    public void Dispose()
    {
        foreach (var process in _processes)
        {
            if (!process.HasExited) process.Kill();
            process.Dispose();
        }

        try
        {
            // One that was started by a client, and not by us.
            using var client = EngineClient.Connect(Socket);
            client.StopEngine();
        }
        catch (Continuo.Audio.AudioException)
        {
            // None is running.
        }

        Directory.Delete(_directory, recursive: true);
    }

    private EngineClient? TryConnect(Process engine)
    {
        Assert.False(engine.HasExited, "the engine has ended");
        try
        {
            return EngineClient.Connect(Socket);
        }
        catch (Continuo.Audio.AudioException)
        {
            return null;
        }
    }

    private Process Start(string[] command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command[0], [.. command[1..], .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Each method is compiled once, when it is first called, so that bytes can be counted after one round.
        start.Environment["DOTNET_TieredCompilation"] = "0";
        var process = Process.Start(start)!;
        _processes.Add(process);
        return process;
    }
}

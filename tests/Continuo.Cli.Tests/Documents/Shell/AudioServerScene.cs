using System.Diagnostics;
using Continuo.Cli.Tests.Processes;

namespace Continuo.Cli.Tests.Documents.Shell;

/// <summary>A scene with a private audio server, on which applications called <c>firefox</c> and <c>mpv</c> play.</summary>
public abstract class AudioServerScene : Scene
{
    private readonly List<ShellProcess> _applications = [];

    private readonly Stopwatch _playing = new();
    private PulseServer? _server;

    /// <summary>Whether as many clients as given have streams that play.</summary>
    private protected bool Plays(int streams) => List("sink-inputs") >= streams;

    /// <summary>Whether they have for two seconds: who plays what comes over a network has a stream before anything has come.</summary>
    private protected bool PlaysOn(int streams)
    {
        if (!Plays(streams)) _playing.Reset();
        else _playing.Start();
        return _playing.Elapsed > TimeSpan.FromSeconds(2);
    }

    /// <summary>Whether as many streams as given capture.</summary>
    private protected bool Captures(int streams) => List("source-outputs") >= streams;

    private protected override void Prepare()
    {
        _server = new PulseServer();
        foreach (var (name, value) in _server.Environment) Environment[name] = value;
        foreach (var name in new[] { "firefox", "mpv" })
        {
            var player = new ShellProcess(Path.GetTempPath(), Environment, $"pacat --playback --client-name={name} /dev/zero");
            _applications.Add(player);
            player.WaitUntil(() => Plays(_applications.Count));
        }
    }

    private protected override void Leave()
    {
        foreach (var application in _applications) application.Dispose();
        _server?.Dispose();
    }

    private int List(string kind) => Tool.Run("pactl", "--server", Environment["PULSE_SERVER"]!, "list", "short", kind)
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
}

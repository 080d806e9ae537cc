using System.ComponentModel;
using System.Diagnostics;

namespace Continuo.Cli.Tests.Processes;

/// <summary>A private PulseAudio with a null sink called <c>virt</c>; the user's own session is not touched. Players end with it.</summary>
internal sealed class PulseServer : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _home = new();
    private readonly Process _server;
    private readonly List<CliProcess> _players = [];

    public PulseServer()
    {
        var socket = _home.File("socket");
        Environment = new Dictionary<string, string?>
        {
            ["HOME"] = _home.Path,
            ["XDG_RUNTIME_DIR"] = _home.Path,
            ["PULSE_SERVER"] = $"unix:{socket}",
        };
        string[] arguments =
        [
            "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--log-target=null",
            "-L", $"module-native-protocol-unix auth-anonymous=1 socket={socket}",
            "-L", "module-null-sink sink_name=virt rate=48000 channels=2 format=float32le",
        ];
        var start = new ProcessStartInfo("pulseaudio", arguments);
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        try
        {
            _server = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Fail("pulseaudio is not installed: apt-get install pulseaudio");
            throw;
        }

        AwaitAnswer();
    }

    /// <summary>What its clients need in their environment.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; }

    /// <summary>Who is connected, besides the one that asks.</summary>
    public string[] Clients =>
        [.. Tool.Run("pactl", "--server", Environment["PULSE_SERVER"]!, "list", "short",
            "clients").Split('\n').Where(l => !l.Contains("pactl", StringComparison.Ordinal) && l.Length > 0)];

    /// <summary>Runs the command line as a client of the server.</summary>
    public CliResult Run(string folder, params string[] arguments) => CliProcess.RunWithEnvironment(folder, Environment, arguments);

    /// <summary>Starts an application that plays a tone, and waits until the server knows it.</summary>
    /// <returns>Its address.</returns>
    public string Play(int hertz)
    {
        var player = CliProcess.StartWithEnvironment(_home.Path, Environment, "stream", $"tone:{hertz}", "--to", "device:virt?latency=200");
        _players.Add(player);
        var address = $"app:{player.Id}";
        player.WaitUntil(() => Run(_home.Path, "apps").Output.Contains(address + " ", StringComparison.Ordinal));
        return address;
    }

    public void Dispose()
    {
        foreach (var player in _players) player.Dispose();
        _server.Kill();
        _server.WaitForExit();
        _server.Dispose();
        _home.Dispose();
    }

    private void AwaitAnswer()
    {
        var watch = Stopwatch.StartNew();
        while (Run(_home.Path, "devices").ExitCode != 0)
        {
            Assert.False(_server.HasExited, "the audio server ended at once");
            Assert.True(watch.Elapsed < Timeout, "the audio server never answered");
        }
    }
}

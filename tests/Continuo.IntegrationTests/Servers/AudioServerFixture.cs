using System.Diagnostics;
using System.Globalization;
using Continuo.Audio;
using Continuo.Devices;
using Continuo.Devices.Pulse;
using Continuo.Streams;

namespace Continuo.IntegrationTests.Servers;

/// <summary>
/// A real audio server of the test's own, with one sink called <see cref="Sink"/> that plays to nowhere in real time. Nothing of the
/// user's session is touched. Players are started by <see cref="Play"/> and end with the fixture.
/// </summary>
public abstract class AudioServerFixture : IDisposable
{
    /// <summary>The null sink's name.</summary>
    public const string Sink = "virt";

    private readonly List<Process> _players = [];
    private Process? _server;

    /// <summary>Creates the server's directory and starts it.</summary>
    protected AudioServerFixture()
    {
        Directory = global::System.IO.Directory.CreateTempSubdirectory("continuo-server-").FullName;
        Environment = new Dictionary<string, string>
        {
            ["XDG_RUNTIME_DIR"] = Directory,
            ["XDG_CONFIG_HOME"] = Path.Combine(Directory, "config"),
            ["XDG_STATE_HOME"] = Path.Combine(Directory, "state"),
            ["HOME"] = Directory,
            ["PULSE_SERVER"] = Address,
        };
        try
        {
            Start();
        }
        catch
        {
            // Nobody disposes a fixture whose constructor has failed.
            Dispose();
            throw;
        }
    }

    /// <summary>The server's address in PulseAudio's notation.</summary>
    public string Address => $"unix:{SocketPath}";

    /// <summary>What clients of the server need in their environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>The server's private directory.</summary>
    protected string Directory { get; }

    /// <summary>Where the server listens.</summary>
    protected abstract string SocketPath { get; }

    /// <summary>An audio system that opens its addresses on this server.</summary>
    public AudioSystem Audio => new AudioSystem().UsePulseAudio(Address);

    /// <summary>Starts the server (again) and waits until it answers and has its sink.</summary>
    public void Start()
    {
        _server = Launch();
        var until = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var connection = new PulseConnection(Address, "fixture");
                connection.Connect("the test's server");
                Prepare();
                return;
            }
            catch (AudioException e) when (e.Code == AudioErrorCode.ServerUnavailable)
            {
                Assert.False(_server.HasExited, $"the server of {GetType().Name} has ended");
                Assert.True(until.Elapsed < TimeSpan.FromSeconds(60), $"the server of {GetType().Name} does not answer");
                Thread.Sleep(20);
            }
        }
    }

    /// <summary>Kills the server at once, as a crash would.</summary>
    public void Kill()
    {
        TestTool.Kill(_server);
        _server = null;
        File.Delete(SocketPath);
    }

    /// <summary>Stops the server as if it hung: it answers nothing and takes nothing.</summary>
    public void Hang() => Signal("STOP");

    /// <summary>Lets a server that hangs go on.</summary>
    public void GoOn() => Signal("CONT");

    /// <summary>Starts an application that plays tones, each through a stream of its own.</summary>
    /// <param name="tones">When, how long, what.</param>
    public Process Play(params ReadOnlySpan<Tone> tones) => PlayTo(Sink, tones);

    /// <summary>The same to another sink.</summary>
    public Process PlayTo(string sink, params ReadOnlySpan<Tone> tones) => Run("dotnet", Arguments(sink, tones));

    /// <summary>A shell command that plays tones as <see cref="Play"/> does.</summary>
    public static string PlayerCommand(params ReadOnlySpan<Tone> tones) => $"dotnet {string.Join(' ', Arguments(Sink, tones))}";

    /// <summary>A directory for the test's files; deleted with the fixture.</summary>
    public string Scratch => Directory;

    /// <summary>Ends all clients that were started, with their children: after each test.</summary>
    public void EndPlayers()
    {
        foreach (var player in _players) TestTool.Kill(player);
        _players.Clear();
    }

    /// <summary>Starts a client of the server.</summary>
    public Process Run(string tool, IEnumerable<string> arguments)
    {
        var process = TestTool.StartPunctual(tool, arguments, Environment);
        _players.Add(process);
        return process;
    }

    /// <summary>Runs pactl on the server and returns what it printed.</summary>
    public string Control(params string[] arguments) => TestTool.Run("pactl", arguments, Environment);

    /// <summary>Waits until the process has as many streams playing.</summary>
    public void AwaitStreams(int processId, int count = 1)
    {
        using var connection = new PulseConnection(Address, "fixture");
        connection.Connect("the test's server");
        connection.Subscribe("the test's server", PulseFacility.SinkInput);
        var matcher = new ApplicationMatcher(processId.ToString(CultureInfo.InvariantCulture));
        var until = Stopwatch.StartNew();
        while (PulseQueries.SinkInputs(connection, "streams").Count(i => matcher.Matches(i.Owner) && !i.Corked) < count)
        {
            Assert.True(until.Elapsed < TimeSpan.FromSeconds(60), $"process {processId} does not play");
            connection.Iterate(100_000_000);
        }
    }

    /// <summary>Ends the players and the server.</summary>
    public void Dispose()
    {
        EndPlayers();
        TestTool.Kill(_server);
        try
        {
            DeleteTree(Directory);
        }
        catch (IOException)
        {
            // A client that is just ending may still write; the directory is temporary anyway.
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Starts the server's process.</summary>
    protected abstract Process Launch();

    /// <summary>Makes what the server needs after it answers; the sink.</summary>
    protected abstract void Prepare();

    private void Signal(string signal) =>
        TestTool.Run("kill", [$"-{signal}", _server!.Id.ToString(CultureInfo.InvariantCulture)], Environment);

    private static string PlayerPath { get; } = TestPrograms.Path("TestPlayer");

    private static List<string> Arguments(string sink, ReadOnlySpan<Tone> tones)
    {
        List<string> arguments = [PlayerPath, sink];
        foreach (var t in tones)
        {
            arguments.Add(string.Create(
                CultureInfo.InvariantCulture, $"{t.Start}:{t.Seconds}:{t.Hertz}:{t.Amplitude}:{t.Prelude}"));
        }

        return arguments;
    }

    private static void DeleteTree(string directory) => global::System.IO.Directory.Delete(directory, recursive: true);
}

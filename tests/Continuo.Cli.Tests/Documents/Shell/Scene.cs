using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Continuo.Cli.Tests.Processes;

namespace Continuo.Cli.Tests.Documents.Shell;

/// <summary>
/// A folder with what some commands of the documents need, in which they run as they stand there, one after another. Ports, hosts and
/// folders that the documents name are replaced by ones of the scene.
/// </summary>
public abstract class Scene : IDisposable
{
    private readonly Lazy<TemporaryFolder> _folder;
    private readonly List<(Step Step, ShellProcess Process)> _staying = [];

    private protected Scene() => _folder = new(CreateFolder);

    /// <summary>One of each kind.</summary>
    internal static Scene[] All =>
        [.. typeof(Scene).Assembly.GetTypes().Where(t => !t.IsAbstract && t.IsSubclassOf(typeof(Scene)))
            .Select(t => (Scene)Activator.CreateInstance(t)!)];

    /// <summary>The commands, in their order.</summary>
    internal abstract IReadOnlyList<Step> Steps { get; }

    /// <summary>The port that stands for 7480.</summary>
    internal int ServerPort { get; } = FreePort();

    /// <summary>The port that stands for 5004.</summary>
    internal int RtpPort { get; } = FreePort();

    /// <summary>Variables that the commands see besides those of the test.</summary>
    internal Dictionary<string, string?> Environment { get; } = [];

    private string FolderPath => _folder.Value.Path;

    [Fact]
    [RealTimeTest("servers, players and senders run in real time")]
    public void Its_commands_run()
    {
        Prepare();
        foreach (var step in Steps) Run(step);
        foreach (var (step, process) in Enumerable.Reverse(_staying)) End(step, process);
    }

    public void Dispose()
    {
        foreach (var (_, process) in _staying) process.Dispose();
        Leave();
        if (_folder.IsValueCreated) _folder.Value.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes what the commands need.</summary>
    private protected virtual void Prepare()
    {
    }

    /// <summary>Ends what <see cref="Prepare"/> has started.</summary>
    private protected virtual void Leave()
    {
    }

    /// <summary>A file of the scene.</summary>
    private protected string File(string name) => _folder.Value.File(name);

    /// <summary>Whether a file has at least so many bytes.</summary>
    private protected bool Has(string name, long bytes = 1) => new FileInfo(File(name)) is { Exists: true } f && f.Length >= bytes;

    /// <summary>A command of ours that prepares something and must succeed.</summary>
    private protected void Continuo(params string[] arguments) =>
        CliProcess.RunWithEnvironment(FolderPath, Environment, arguments).MustSucceed();

    private void Run(Step step)
    {
        var process = new ShellProcess(FolderPath, Environment, Map(step));
        if (step.Until is not { } until)
        {
            using (process) process.MustEnd(step.AnyExitCode);
            step.Then?.Invoke();
            return;
        }

        _staying.Add((step, process));
        process.WaitUntil(until);
        if (!step.Stays) End(step, process);
    }

    private void End(Step step, ShellProcess process)
    {
        process.Interrupt();
        process.MustEnd(step.AnyExitCode);
        process.Dispose();
        _staying.RemoveAll(s => s.Process == process);
        step.Then?.Invoke();
    }

    private string Map(Step step)
    {
        var command = step.With.Aggregate(step.Command, (c, w) => c.Replace(w.Old, w.New, StringComparison.Ordinal));
        return $"{command} {step.Shorter}".Trim()
            .Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)
            .Replace("192.0.2.7", "127.0.0.1", StringComparison.Ordinal)
            .Replace("studio:", "127.0.0.1:", StringComparison.Ordinal)
            .Replace("/run/user/1000/", "", StringComparison.Ordinal)
            .Replace(":7480", string.Create(CultureInfo.InvariantCulture, $":{ServerPort}"), StringComparison.Ordinal)
            .Replace(":5004", string.Create(CultureInfo.InvariantCulture, $":{RtpPort}"), StringComparison.Ordinal);
    }

    // Its first entry is the program under its name, so that `continuo` and `./continuo` are commands there.
    private TemporaryFolder CreateFolder()
    {
        var folder = new TemporaryFolder();
        var program = folder.File("continuo");
        System.IO.File.WriteAllText(program, $"#!/bin/sh\nexec {ContinuoProgram.ShellWords} \"$@\"\n");
        if (!OperatingSystem.IsWindows()) System.IO.File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Environment["PATH"] = $"{folder.Path}:{System.Environment.GetEnvironmentVariable("PATH")}";
        return folder;
    }

    // Below the ports that systems give to sockets without one, which another program could be given before the scene's own takes it.
    private static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(10_000, 16_000) * 2;
            try
            {
                using var stream = new TcpListener(IPAddress.Loopback, port);
                stream.Start();
                using var media = new UdpClient(port, AddressFamily.InterNetwork);
                using var control = new UdpClient(port + 1, AddressFamily.InterNetwork);
                return port;
            }
            catch (SocketException)
            {
                // taken
            }
        }
    }
}

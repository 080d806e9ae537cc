using System.Diagnostics;

namespace Continuo.Page.Tests.Support;

/// <summary>
/// A PulseAudio of the test's own with one sink, <c>virt</c>, that plays to nowhere in real time. Nothing of the user's session is touched.
/// </summary>
internal sealed class PrivatePulse : IDisposable
{
    /// <summary>Address of what the sink plays.</summary>
    public const string Monitor = "device:virt.monitor";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("continuo-pulse-");
    private readonly Process _server;

    public PrivatePulse()
    {
        var socket = Path.Combine(_directory.FullName, "pulse.socket");
        Address = $"unix:{socket}";
        Environment = new Dictionary<string, string> { ["PULSE_SERVER"] = Address, ["XDG_RUNTIME_DIR"] = _directory.FullName };
        _server = PageTools.Start("pulseaudio", _directory.FullName,
        [
            "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--log-target=null",
            "-L", $"module-native-protocol-unix auth-anonymous=1 socket={socket}",
            "-L", "module-null-sink sink_name=virt rate=48000 channels=2 format=float32le",
        ], new Dictionary<string, string>(Environment) { ["HOME"] = _directory.FullName });
        for (var waited = Stopwatch.StartNew(); !Answers(); Thread.Sleep(20))
        {
            if (_server.HasExited || waited.Elapsed.TotalSeconds > 30) throw new InvalidOperationException("pulseaudio does not answer.");
        }
    }

    /// <summary>The server in PulseAudio's notation.</summary>
    public string Address { get; }

    /// <summary>What its clients need in their environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    public void Dispose()
    {
        _server.Kill();
        _server.WaitForExit();
        _server.Dispose();
        try
        {
            _directory.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A client that is just ending may still write; the directory is temporary anyway.
        }
    }

    private bool Answers()
    {
        using var control = PageTools.Start("pactl", _directory.FullName, ["get-default-sink"], Environment);
        control.WaitForExit();
        return control.ExitCode == 0;
    }
}

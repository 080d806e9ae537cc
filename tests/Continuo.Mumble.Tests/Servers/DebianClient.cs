using System.Diagnostics;
using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Continuo.Mumble.Tests.Servers;

/// <summary>
/// Debian's Mumble client without a screen (Xvfb) and without devices (a PulseAudio of its own): it says what is played into its
/// microphone, and what it hears can be recorded. Its two questions at the first start, for a certificate and whether the server is
/// trusted, are answered beforehand.
/// </summary>
internal sealed class DebianClient : IDisposable
{
    private const int Rate = 48_000;

    private readonly TemporaryDirectory _directory = new();
    private readonly List<Process> _processes = [];
    private readonly Dictionary<string, string> _environment;
    private volatile bool _isStopped;

    public DebianClient(int port, string name)
    {
        var socket = _directory["pulse.sock"];
        _environment = new Dictionary<string, string>
        {
            ["HOME"] = _directory.Path,
            ["XDG_RUNTIME_DIR"] = _directory.Path,
            ["XDG_CONFIG_HOME"] = _directory[".config"],
            ["XDG_DATA_HOME"] = _directory["data"],
            ["PULSE_SERVER"] = $"unix:{socket}",
        };
        Start("pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no",
            "-L", $"module-native-protocol-unix auth-anonymous=1 socket={socket}",
            "-L", "module-null-sink sink_name=mic rate=48000", "-L", "module-null-sink sink_name=speaker rate=48000");
        var screen = Start("Xvfb", "-displayfd", "1", "-nolisten", "tcp");
        _environment["DISPLAY"] = ":" + screen.StandardOutput.ReadLine();
        Until.True(() => File.Exists(socket), "PulseAudio");
        Prepare(port);
        Start("mumble", string.Create(CultureInfo.InvariantCulture, $"mumble://{name}@127.0.0.1:{port}/?version=1.2.0"));
        Until.True(() => HasOpened("source-outputs"), "Mumble's microphone");
        Until.True(HasOpenedLoudspeaker, "Mumble's loudspeaker");
    }

    /// <summary>What the client plays.</summary>
    public ToneWindow Heard { get; } = new();

    /// <summary>Plays a tone into the microphone until the end.</summary>
    public void Say(double hertz, double amplitude)
    {
        var player = Start("pacat", "--playback", "-d", "mic", "--format=float32le", "--rate=48000", "--channels=1", "--latency-msec=100");
        Forever(() =>
        {
            var block = new float[Rate];
            for (var i = 0; i < Rate; i++) block[i] = (float)(amplitude * Math.Sin(2 * Math.PI * hertz * i / Rate)); // whole periods
            while (!_isStopped) player.StandardInput.BaseStream.Write(MemoryMarshal.AsBytes(block.AsSpan()));
        });
    }

    /// <summary>Records what the client plays, until the end.</summary>
    public void Listen()
    {
        var recorder = Start("parec", "-d", "speaker.monitor", "--format=float32le", "--rate=48000", "--channels=1", "--latency-msec=50");
        Forever(() =>
        {
            var block = new float[480];
            while (!_isStopped)
            {
                recorder.StandardOutput.BaseStream.ReadExactly(MemoryMarshal.AsBytes(block.AsSpan()));
                Heard.Add(block);
            }
        });
    }

    public void Dispose()
    {
        _isStopped = true;
        foreach (var process in _processes.AsEnumerable().Reverse())
        {
            if (!process.HasExited) process.Kill();
            process.WaitForExit();
            process.Dispose();
        }

        _directory.Dispose();
    }

    private static void Forever(Action work)
    {
        var thread = new Thread(() =>
        {
            try
            {
                work();
            }
            catch (IOException)
            {
                // The process has been ended.
            }
        })
        { IsBackground = true };
        thread.Start();
    }

    /// <summary>
    /// In one start of four, the client opens its microphone and no loudspeaker: it looks for one once, too early. It looks again when
    /// the audio server gets another sink.
    /// </summary>
    private bool HasOpenedLoudspeaker()
    {
        for (var i = 0; i < 10; i++)
        {
            if (HasOpened("sink-inputs")) return true;
            Thread.Sleep(100);
        }

        _ = Ask("load-module", "module-null-sink", "sink_name=other");
        return false;
    }

    private bool HasOpened(string kind) => Ask("list", kind).Contains("application.name = \"Mumble\"", StringComparison.Ordinal);

    private string Ask(params string[] arguments)
    {
        var start = new ProcessStartInfo("pactl", arguments) { RedirectStandardOutput = true };
        foreach (var (variable, value) in _environment) start.Environment[variable] = value;
        using var process = Process.Start(start) ?? throw new InvalidOperationException("pactl does not start");
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text;
    }

    private static byte[] CertificateOf(int port)
    {
        using var client = new TcpClient("127.0.0.1", port);
        using var stream = new SslStream(client.GetStream(), false, static (_, certificate, _, _) => certificate is not null);
        stream.AuthenticateAsClient("127.0.0.1");
        return stream.RemoteCertificate!.GetRawCertData();
    }

    private void Prepare(int port)
    {
        Directory.CreateDirectory(_directory["Documents"]);
        Directory.CreateDirectory(_directory[".config/Mumble"]);
        Directory.CreateDirectory(_directory["data/Mumble/Mumble"]);
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Debian", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var own = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(1));
        File.WriteAllBytes(_directory["Documents/MumbleAutomaticCertificateBackup.p12"],
            own.ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, ""));

        // Continuous transmission; no suppression of steady tones.
        File.WriteAllText(_directory[".config/Mumble/Mumble.conf"], """
            [General]
            lastupdate=2

            [audio]
            input=PulseAudio
            output=PulseAudio
            transmit=0
            noisesupress=0
            echo=false
            attenuateothers=false

            [pulseaudio]
            input=mic.monitor
            output=speaker

            [tts]
            enable=false

            """);
#pragma warning disable CA5350 // Mumble keeps SHA-1
        var digest = Convert.ToHexStringLower(SHA1.HashData(CertificateOf(port)));
#pragma warning restore CA5350
        var script = $"""
            import sqlite3
            db = sqlite3.connect("{_directory["data/Mumble/Mumble/mumble.sqlite"]}")
            db.execute("CREATE TABLE cert (id INTEGER PRIMARY KEY AUTOINCREMENT, hostname TEXT, port INTEGER, digest TEXT)")
            db.execute("INSERT INTO cert(hostname, port, digest) VALUES ('127.0.0.1', {port}, '{digest}')")
            db.commit()
            """;
        var python = Start("python3", "-c", script);
        python.WaitForExit();
        Assert.Equal(0, python.ExitCode);
    }

    private Process Start(string file, params string[] arguments)
    {
        var isPiped = file is "pacat" or "parec" or "Xvfb";
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            RedirectStandardInput = isPiped
        };
        foreach (var (variable, value) in _environment) start.Environment[variable] = value;
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{file} does not start");
        _processes.Add(process);
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        if (!isPiped)
        {
            process.OutputDataReceived += static (_, _) => { };
            process.BeginOutputReadLine();
        }

        return process;
    }
}

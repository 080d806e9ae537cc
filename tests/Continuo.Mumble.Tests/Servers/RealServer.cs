using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Continuo.Mumble.Tests.Servers;

/// <summary>Debian's mumble-server in a directory and on a port of its own.</summary>
internal sealed class RealServer : IDisposable
{
    public const string SuperPassword = "super";

    private readonly TemporaryDirectory _directory = new();
    private Process? _process;

    public RealServer(string more = "")
    {
        Port = FreePort();
        if (!OperatingSystem.IsWindows() && Environment.UserName == "root")
        {
            File.SetUnixFileMode(_directory.Path, (UnixFileMode)0b111_111_111);
        }

        File.WriteAllText(_directory["server.ini"], string.Create(CultureInfo.InvariantCulture, $"""
            database={_directory["server.sqlite"]}
            logfile={_directory["server.log"]}
            pidfile=
            ice=
            host=127.0.0.1
            port={Port}
            users=300
            bandwidth=130000
            autobanAttempts=0
            sendversion=true
            bonjour=false
            allowping=true
            messageburst=1000
            messagelimit=1000
            {more}

            """));
        Run("-supw", SuperPassword).WaitForExit();
        Start();
    }

    public int Port { get; }

    public string Log => File.Exists(_directory["server.log"]) ? File.ReadAllText(_directory["server.log"]) : "";

    public void Start()
    {
        _process = Run("-fg");
        for (var i = 0; i < 200; i++)
        {
            try
            {
                using var probe = new TcpClient();
                probe.Connect(IPAddress.Loopback, Port);
                return;
            }
            catch (SocketException)
            {
                Assert.False(_process.HasExited, $"mumble-server ended: {Log}");
                Thread.Sleep(50);
            }
        }

        Assert.Fail($"mumble-server does not listen: {Log}");
    }

    public void Stop()
    {
        if (_process is not { } process) return;
        _process = null;
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    public void Dispose()
    {
        Stop();
        _directory.Dispose();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Process Run(params string[] arguments)
    {
        var path = File.Exists("/usr/sbin/murmurd") ? "/usr/sbin/murmurd" : "murmurd";
        var start = new ProcessStartInfo(path, ["-ini", _directory["server.ini"], .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("murmurd does not start; install mumble-server");
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}

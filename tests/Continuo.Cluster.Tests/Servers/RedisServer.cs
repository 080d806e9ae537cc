using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Continuo.Cluster.Tests.Servers;

/// <summary>A real redis-server that keeps nothing on the disk.</summary>
internal sealed class RedisServer : IDisposable
{
    private readonly string[] _options;
    private readonly bool _isTls;
    private Process _process;

    private readonly IPAddress _host;

    /// <param name="options">More options of redis-server. With <c>--tls-cert-file</c> it listens with TLS alone.</param>
    public RedisServer(params string[] options) : this(IPAddress.Loopback, options)
    {
    }

    /// <inheritdoc cref="RedisServer(string[])"/>
    /// <param name="host">Where it listens.</param>
    /// <param name="options">As above.</param>
    public RedisServer(IPAddress host, params string[] options)
    {
        _host = host;
        Port = FreePort();
        _isTls = options.Contains("--tls-cert-file");
        _options = options;
        _process = Start();
    }

    public int Port { get; }

    public string Address => $"redis://{_host}:{Port}";

    /// <summary>A port that nobody has now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Ends it as a crash does; it forgets everything.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    public void Restart() => _process = Start();

    public void Dispose() => Kill();

    private Process Start()
    {
        var process = Process.Start(new ProcessStartInfo("redis-server",
            [
                _isTls ? "--tls-port" : "--port", $"{Port}", .. _isTls ? ["--port", "0"] : Array.Empty<string>(), .. _options,
                "--bind", $"{_host}", "--protected-mode", "no", "--save", "", "--appendonly", "no", "--loglevel", "warning",
            ])
        { RedirectStandardOutput = true })!;
        var begin = Stopwatch.StartNew();
        while (begin.Elapsed < TimeSpan.FromSeconds(20))
        {
            try
            {
                using var client = new TcpClient();
                client.Connect(_host, Port);
                return process;
            }
            catch (SocketException)
            {
                Thread.Sleep(20);
            }
        }

        throw new InvalidOperationException("redis-server does not listen");
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Continuo.Cluster.Tests.Servers;

/// <summary>A real redis-server that keeps nothing on the disk.</summary>
internal sealed class RedisServer : IDisposable
{
    private static readonly ConcurrentDictionary<int, bool> Taken = new(); // of all tests of this process

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

    /// <summary>
    /// A port that is free for TCP and UDP, and that no one else gets: below the range from which the system takes ports for connections,
    /// and not twice in this process.
    /// </summary>
    public static int FreePort()
    {
        for (var tries = 0; ; tries++)
        {
            var port = Random.Shared.Next(10_000, 32_768);
            if (!Taken.TryAdd(port, true)) continue;
            try
            {
                using var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
                tcp.Bind(new IPEndPoint(IPAddress.Any, port));
                udp.Bind(new IPEndPoint(IPAddress.Any, port));
                return port;
            }
            catch (SocketException) when (tries < 100)
            {
                // Another program has it.
            }
        }
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

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Continuo.Page.Tests.Support;

/// <summary><c>continuo serve</c> as a process, with a configuration, on a port that stays its own when it is started again.</summary>
internal sealed class ServeProcess : IAsyncDisposable
{
    private static readonly HttpClient Client = new();
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("continuo-page-");
    private readonly string _config;
    private readonly IReadOnlyDictionary<string, string>? _environment;
    private Process? _process;

    private ServeProcess(object config, IReadOnlyDictionary<string, string>? environment)
    {
        _environment = environment;
        Port = FreePort();
        _config = Path.Combine(_directory.FullName, "serve.json");
        File.WriteAllText(_config, JsonSerializer.Serialize(config));
    }

    public int Port { get; }

    public Uri Address => new($"http://127.0.0.1:{Port}");

    public Uri At(string path) => new(Address, path);

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="config">Streams, players and so on, as in a file.</param>
    /// <param name="environment">Additional environment, such as an audio server's address.</param>
    public static async Task<ServeProcess> StartAsync(object config, IReadOnlyDictionary<string, string>? environment = null)
    {
        var server = new ServeProcess(config, environment);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>A stream <c>tones</c> and a player <c>desk</c> that plays the same tones.</summary>
    public static Task<ServeProcess> StartTonesAsync() => StartAsync(new
    {
        streams = new { tones = $"file:{ToneServer.TonesFile()}?loop" },
        players = new { desk = new { files = new[] { ToneServer.TonesFile() }, loop = true, play = true } },
    });

    /// <summary>Starts the process and waits until it answers.</summary>
    public async Task StartAgainAsync()
    {
        var command = ContinuoProgram.Command;
        _process = PageTools.Start(command[0], _directory.FullName,
            [.. command[1..], "serve", _config, "--listen", $"127.0.0.1:{Port}"], _environment);
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        for (var waited = Stopwatch.StartNew(); !await AnswersAsync(); await Task.Delay(5))
        {
            if (_process.HasExited) throw new InvalidOperationException($"continuo serve has exited with {_process.ExitCode}.");
            if (waited.Elapsed.TotalSeconds > 30) throw new TimeoutException("continuo serve does not answer.");
        }
    }

    /// <summary>Ends the process as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await KillAsync();
        _directory.Delete(recursive: true);
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var answer = await Client.GetAsync(new Uri(Address, "/readyz"));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}

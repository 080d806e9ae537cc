using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Continuo.Cluster.Tests.Servers;

/// <summary>Three <c>continuo serve</c> processes of one cluster: n1 in the zone east, n2 and n3 in west.</summary>
internal sealed class ServedNodes : IDisposable
{
    private const string Token = "a-token-of-this-test";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("continuo-cluster-");
    private readonly NodeNetwork? _network;
    private readonly Process[] _processes;

    private readonly bool _isEncrypted;

    private ServedNodes(NodeNetwork? network, bool isEncrypted)
    {
        (_network, _isEncrypted) = (network, isEncrypted);
        Redis = new RedisServer(IPAddress.Parse(HostOf(2)));
        File.WriteAllText(Path.Combine(_folder.FullName, "cluster.key"), "a key of this test alone, 0123456789");
        File.WriteAllText(Path.Combine(_folder.FullName, "rooms.json"),
            $$"""{ "rooms": { "configured": {} }, "tokens": { "test": { "role": "admin", "token": "{{Token}}" } } }""");
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token); // a node on another machine asks for one
        Apis = [.. Enumerable.Range(1, 3)
            .Select(i => new Uri($"{(isEncrypted ? "https" : "http")}://{HostOf(i)}:{RedisServer.FreePort()}"))];
        _processes = [.. Enumerable.Range(1, 3).Select(Start)];
    }

    public RedisServer Redis { get; }

    /// <summary>Addresses of the three.</summary>
    public Uri[] Apis { get; }

    public HttpClient Http { get; } = new(new HttpClientHandler { ServerCertificateCustomValidationCallback = static (_, _, _, _) => true })
    {
        Timeout = TimeSpan.FromSeconds(20),
    };

    /// <summary>Address of a participant's way into a room.</summary>
    /// <param name="kind">whip or whep.</param>
    /// <param name="node">Which of the three is asked, from 0.</param>
    /// <param name="room">The room.</param>
    /// <param name="query">Seat and name.</param>
    public string WayOf(string kind, int node, string room, string query) => $"{kind}:{Apis[node]}{kind}/{room}?{query}&bearer={Token}";

    /// <summary>Address of a node's events.</summary>
    public Uri EventsOf(int node) =>
        new UriBuilder(Apis[node]) { Scheme = _isEncrypted ? "wss" : "ws", Path = "/api/events", Query = $"token={Token}" }.Uri;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Starts them and waits until they know each other.</summary>
    /// <param name="network">Where n1 is; <see langword="null"/> for where the others are.</param>
    /// <param name="isEncrypted">Whether their web APIs are.</param>
    public static async Task<ServedNodes> StartAsync(NodeNetwork? network = null, bool isEncrypted = false)
    {
        var nodes = new ServedNodes(network, isEncrypted);
        try
        {
            await nodes.UntilCompleteAsync();
            return nodes;
        }
        catch
        {
            nodes.Dispose();
            throw;
        }
    }

    public async Task<JsonElement> ClusterAsync(Uri api) =>
        await Http.GetFromJsonAsync<JsonElement>(new Uri(api, "/api/cluster"), Cancellation);

    /// <summary>Opens a room on n1, asking another node.</summary>
    public async Task OpenInTheEastAsync(string room)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Apis[1], "/api/rooms"))
        {
            Content = JsonContent.Create(new { name = room }),
        };
        request.Headers.Add("Continuo-Zone", "east");
        using var answer = await Http.SendAsync(request, Cancellation);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    /// <summary>Number of rooms on a node, as another one tells it; -1 if it does not know the node.</summary>
    public async Task<int> RoomsOfAsync(string name)
    {
        var node = (await ClusterAsync(Apis[2])).GetProperty("nodes").EnumerateArray()
            .FirstOrDefault(n => n.GetProperty("name").GetString() == name);
        return node.ValueKind == JsonValueKind.Undefined ? -1 : node.GetProperty("rooms").GetInt32();
    }

    /// <summary>Number of speakers and listeners in a room.</summary>
    public async Task<int> MembersOfAsync(string room)
    {
        using var answer = await Http.GetAsync(new Uri(Apis[1], $"/api/rooms/{room}"), Cancellation);
        if (!answer.IsSuccessStatusCode) return 0; // it is on the way
        var status = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        return status.GetProperty("speakers").GetArrayLength() + status.GetProperty("listeners").GetArrayLength();
    }

    public async Task UntilAsync(Func<Task<bool>> condition)
    {
        var begin = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                if (await condition()) return;
            }
            catch (HttpRequestException) when (begin.Elapsed < Timeout)
            {
                // It does not listen yet.
            }

            Assert.True(begin.Elapsed < Timeout,
                string.Join('\n', Directory.GetFiles(_folder.FullName, "*.log").Select(File.ReadAllText)));
            await Task.Delay(50, Cancellation);
        }
    }

    /// <summary>Waits until all three know each other.</summary>
    public async Task UntilCompleteAsync()
    {
        foreach (var api in Apis) await UntilAsync(async () => (await ClusterAsync(api)).GetProperty("nodes").GetArrayLength() == 3);
    }

    /// <summary>Starts a node again that has ended, or ends now.</summary>
    public void Restart(int number)
    {
        var old = _processes[number - 1];
        if (!old.HasExited) old.Kill(entireProcessTree: true);
        old.WaitForExit();
        old.Dispose();
        _processes[number - 1] = Start(number);
    }

    public bool HasExited(int number) => _processes[number - 1].HasExited;

    public void Kill(int number) => _processes[number - 1].Kill(entireProcessTree: true);

    /// <summary>Stops a node's process without its knowledge.</summary>
    public void Freeze(int number) => Signal(number, "-STOP");

    public void Thaw(int number) => Signal(number, "-CONT");

    public void Dispose()
    {
        foreach (var process in _processes)
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }

        Http.Dispose();
        Redis.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Signal(int number, string signal)
    {
        using var kill = Process.Start("kill", [signal, $"{_processes[number - 1].Id}"]);
        kill.WaitForExit();
    }

    private string HostOf(int number) => _network is null ? "127.0.0.1" : number == 1 ? NodeNetwork.There : NodeNetwork.Here;

    private Process Start(int number)
    {
        string[] arguments =
        [
            .. number == 1 && _network is not null ? _network.Inside : [],
            .. ContinuoProgram.Command, "serve", "rooms.json", "--listen", Apis[number - 1].Authority,
            "--recordings", $"recordings-{number}",
            "--cluster", Redis.Address, "--cluster-key", "cluster.key", "--node", $"n{number}", "--zone", number == 1 ? "east" : "west",
            "--node-address", $"{HostOf(number)}:{RedisServer.FreePort()}", .. _isEncrypted ? ["--tls-self-signed"] : Array.Empty<string>(),
        ];
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"exec \"$@\" >n{number}.log 2>&1", "sh", .. arguments])
        {
            WorkingDirectory = _folder.FullName,
        };
        start.Environment["DOTNET_TieredPGO"] = "0"; // half of a test is three programs that start
        start.Environment["XDG_STATE_HOME"] = Path.Combine(_folder.FullName, $"state-{number}"); // each has a certificate of its own
        return Process.Start(start)!;
    }
}

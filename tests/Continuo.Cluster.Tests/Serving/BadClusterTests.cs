using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Continuo.Cluster.Tests.Servers;

namespace Continuo.Cluster.Tests.Serving;

/// <summary>What <c>continuo serve --cluster</c> says when something is wrong: one line that names it.</summary>
public sealed class BadClusterTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("continuo-bad-cluster-");

    public BadClusterTests()
    {
        File.WriteAllText(PathOf("cluster.key"), "a key of this test alone, 0123456789\n");
        File.WriteAllText(PathOf("short.key"), "short\n");
    }

    [Fact]
    public async Task What_is_written_wrongly_is_named()
    {
        File.WriteAllText(PathOf("bad.json"), """
            {
              "cluster": { "address": "postgres://h", "name": "a b", "node": "x/y", "nodeAddress": "10.0.0.1", "zone": "", "key": "none.key", "secret": 1 }
            }
            """);
        File.WriteAllText(PathOf("half.json"), """{ "cluster": { "node": "a" } }""");
        await Task.WhenAll(
            RefusedAsync("bad.json", "7 mistakes",
                "cluster.address: this is no address of a store", "cluster.name: 'a b' is no name", "cluster.node: 'x/y' is no name",
                "cluster.nodeAddress: '10.0.0.1' is no address with a port", "cluster.zone: this is a text",
                "cluster.key: there is no file", "cluster.secret: there is no such setting"),
            RefusedAsync("half.json", "cluster: the address is missing"),
            RefusedAsync("--node a", "cluster: the address is missing"),
            RefusedAsync("--cluster memory: --cluster-key short.key", "it has fewer than 16 characters"),
            RefusedAsync("--cluster memory: --cluster-key /proc/self/mem", "--cluster-key /proc/self/mem"),
            RefusedAsync("--cluster memory:", "a cluster needs a key that all its nodes have"),
            RefusedAsync("--cluster memory: --cluster-key cluster.key --node-address no-such-host.invalid:1",
                "there is no host 'no-such-host.invalid'"),
            RefusedAsync("--cluster redis://h/99 --cluster-key cluster.key", "a database of Redis is 0 to 15"));
    }

    [Fact]
    public async Task A_store_or_an_address_that_does_not_do_is_named()
    {
        const string authority = "ca.pem";
        await RunAsync("openssl",
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 "
            + "-subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 -keyout tls.key -out ca.pem");
        using var open = new RedisServer();
        using var locked = new RedisServer("--requirepass", "open sesame");
        using var secure = new RedisServer("--tls-cert-file", PathOf(authority), "--tls-key-file", PathOf("tls.key"),
            "--tls-ca-cert-file", PathOf(authority),
            "--tls-auth-clients", "no");
        var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        try
        {
            await Task.WhenAll(
                RefusedAsync($"{Node(0)} --cluster redis://127.0.0.1:{RedisServer.FreePort()}", "the membership store does not answer"),
                RefusedAsync($"{Node(1)} --cluster {locked.Address}", "it refuses the user or the password"),
                RefusedAsync($"{Node(2)} --cluster redis://:wrong@127.0.0.1:{locked.Port}",
                    "redis://:***@127.0.0.1", "it refuses the user or the password"),
                RefusedAsync($"{Node(3)} --cluster rediss://127.0.0.1:{secure.Port}", "its certificate is not trusted"),
                RefusedAsync($"{Node(4)} --cluster redis://127.0.0.1:{secure.Port}", "the membership store does not answer"),
                RefusedAsync($"{Node(5, $"{taken.LocalEndpoint}")} --cluster {open.Address}", "the port is in use by another program"),
                RefusedAsync($"{Node(6, "192.0.2.1:11811")} --cluster {open.Address}", "this machine has no such address"));
        }
        finally
        {
            taken.Stop();
        }

        await ServesAsync($"{Node(7)} --cluster redis://:open%20sesame@127.0.0.1:{locked.Port}");
        await ServesAsync($"{Node(8)} --cluster rediss://127.0.0.1:{secure.Port}?ca={PathOf(authority)}");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Node(int number, string? address = null) =>
        $"--cluster-key cluster.key --node n{number} --listen 127.0.0.1:{RedisServer.FreePort()} "
        + $"--node-address {address ?? $"127.0.0.1:{RedisServer.FreePort()}"}";

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Starts it and waits until it serves.</summary>
    private async Task ServesAsync(string arguments)
    {
        using var process = Start(ContinuoProgram.Command[0], [.. ContinuoProgram.Command[1..], "serve", .. arguments.Split(' ')]);
        try
        {
            string? line;
            do line = await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken)
                .AsTask().WaitAsync(TimeSpan.FromSeconds(60));
            while (line is not null && !line.Contains("serving on", StringComparison.Ordinal));
            Assert.NotNull(line);
        }
        finally
        {
            process.Kill();
        }
    }

    private async Task RefusedAsync(string arguments, params string[] expected)
    {
        var (code, text) = await RunAsync(ContinuoProgram.Command[0],
            string.Join(' ', [.. ContinuoProgram.Command[1..], "serve", arguments]));
        Assert.True(code != 0, text);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal); // no stack
        foreach (var part in expected) Assert.Contains(part, text, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Text)> RunAsync(string program, string arguments)
    {
        using var process = Start(program, arguments.Split(' '));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(90));
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = await process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output + errors);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    private Process Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.FullName,
        };
        start.Environment.Remove("CONTINUO_CLUSTER_KEY");
        return Process.Start(start)!;
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Continuo.Client.Contract.Server;
using Continuo.Server.Options;
using Continuo.Server.Tests.Api;

namespace Continuo.Server.Tests.Operations;

public sealed class OperationsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_name_streams_readers_drops_health_and_sessions_and_promtool_accepts_them()
    {
        await using var server = await ApiServer.StartAsync(ApiServer.OpenTone);
        await using var events = await server.Client.ConnectEventsAsync(cancellation: Stop);
        while ((await server.Client.GetStreamAsync("tone", Stop)).Statistics.Chunks == 0
            || (await server.Client.ListSessionsAsync(Stop)).Count == 0)
        {
            await Task.Delay(20, Stop);
        }

        var text = await server.Http.GetStringAsync("metrics", Stop);
        string[] wanted =
        [
            "continuo_stream_frames_total{", "stream=\"tone\"", "reason=\"overrun\"", "continuo_reader_pending", "continuo_stream_health{",
            "continuo_host_streams", "health=\"stalled\"",
            "continuo_server_sessions", "kind=\"events\"", "continuo_reader_capture_to_delivery_seconds{", "continuo_server_dropped",
        ];
        foreach (var name in wanted) Assert.Contains(name, text, StringComparison.Ordinal);
        var (code, output) = await RunAsync("promtool", ["check", "metrics"], text);
        Assert.True(code == 0, output);
    }

    [Fact]
    public async Task A_real_Prometheus_scrapes_the_server()
    {
        await using var server = await ApiServer.StartAsync(ApiServer.OpenTone);
        var folder = Directory.CreateTempSubdirectory("continuo-prometheus-").FullName;
        var config = Path.Combine(folder, "prometheus.yml");
        await File.WriteAllTextAsync(config, $$"""
            global: {scrape_interval: 1s}
            scrape_configs:
              - job_name: continuo
                static_configs: [{targets: ['{{server.Client.Server.Authority}}']}]
            """, Stop);
        var port = FreePort();
        using var prometheus = Start("prometheus",
            [$"--config.file={config}", $"--storage.tsdb.path={folder}",
                string.Create(CultureInfo.InvariantCulture, $"--web.listen-address=127.0.0.1:{port}")]);
        try
        {
            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false })
            {
                BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/")),
            };
            while (await QueryAsync(http, "continuo_stream_frames_total{stream=\"tone\"}") is not > 48_000) await Task.Delay(200, Stop);
            Assert.Equal(1, await QueryAsync(http, "up{job=\"continuo\"}"));
        }
        finally
        {
            prometheus.Kill();
            await prometheus.WaitForExitAsync(Stop);
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Without_metrics_there_is_no_such_address()
    {
        await using var server = await ApiServer.StartAsync(options: new ServerOptions { Metrics = false });
        using var response = await server.Http.GetAsync("metrics", Stop);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Readiness_tells_flowing_from_silent_and_fails_with_a_stream()
    {
        await using var server = await ApiServer.StartAsync(audio =>
        {
            ApiServer.OpenTone(audio);
            audio.OpenStream("quiet", "silence:");
        });
        while (await DetailAsync(server, "stream quiet") is not { } line || !line.StartsWith("Silent", StringComparison.Ordinal))
        {
            await Task.Delay(50, Stop);
        }

        Assert.StartsWith("Flowing", await DetailAsync(server, "stream tone"), StringComparison.Ordinal);
        server.Audio.OpenStream("broken", "exec:false?format=s16le,48000,2");
        HttpStatusCode status;
        while ((status = (await server.Http.GetAsync("readyz", Stop)).StatusCode) == HttpStatusCode.OK) await Task.Delay(50, Stop);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        using var alive = await server.Http.GetAsync("healthz", Stop);
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
    }

    [Fact]
    public async Task The_log_is_kept_in_order_and_filtered()
    {
        await using var server = await ApiServer.StartAsync(ApiServer.OpenTone);
        var all = await server.Client.GetLogAsync(cancellation: Stop);
        Assert.Contains(all, l => l.Message.Contains("Stream 'tone' added", StringComparison.Ordinal));
        Assert.Equal(all.Select(l => l.Number).Order(), all.Select(l => l.Number));
        Assert.DoesNotContain(await server.Client.GetLogAsync(all[0].Number, cancellation: Stop), l => l.Number <= all[0].Number);
        Assert.DoesNotContain(await server.Client.GetLogAsync(level: "warning", cancellation: Stop), l => l.Level == "information");
        await ApiServer.RefusalOf(() => server.Client.GetLogAsync(level: "loud", cancellation: Stop));
    }

    [Fact]
    public async Task The_doctor_names_what_is_missing_and_what_to_do()
    {
        await using var server = await ApiServer.StartAsync();
        var findings = await server.Client.GetFindingsAsync(Stop);
        foreach (var id in new[] { "ring", "waking-a-reader", "libopus", "audio-server", "recordings" })
        {
            Assert.Contains(id, findings.Select(f => f.Id));
        }

        Assert.Equal(FindingState.Warning, findings.Single(f => f.Id == "audio-server").State); // this one has no backend
        Assert.All(findings, f => Assert.True(f.State == FindingState.Ok || (f.Command ?? f.Advice) is not null, f.Title));
    }

    [Fact]
    public async Task Systemd_accepts_the_unit_and_finds_it_hardened()
    {
        var unit = RepositoryFiles.PathOf("eng/continuo.service");
        var (code, output) = await RunAsync("systemd-analyze", ["security", "--offline=true", "--threshold=40", unit], "");
        Assert.True(code == 0, output);
    }

    private static async Task<string?> DetailAsync(ApiServer server, string name)
    {
        using var response = await server.Http.GetAsync("readyz", Stop);
        var health = await response.Content.ReadFromJsonAsync<JsonElement>(Stop);
        return health.GetProperty("details").TryGetProperty(name, out var line) ? line.GetString() : null;
    }

    private static async Task<double?> QueryAsync(HttpClient http, string query)
    {
        try
        {
            var answer = await http.GetFromJsonAsync<JsonElement>($"api/v1/query?query={Uri.EscapeDataString(query)}", Stop);
            var result = answer.GetProperty("data").GetProperty("result");
            return result.GetArrayLength() == 0
                ? null
                : double.Parse(result[0].GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture);
        }
        catch (HttpRequestException)
        {
            return null; // it is starting
        }
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Process Start(string program, string[] arguments) =>
        Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })
            ?? throw new InvalidOperationException(program);

    private static async Task<(int Code, string Output)> RunAsync(string program, string[] arguments, string input)
    {
        using var process = Start(program, arguments);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(Stop);
        var errors = await process.StandardError.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        return (process.ExitCode, await output + errors);
    }
}

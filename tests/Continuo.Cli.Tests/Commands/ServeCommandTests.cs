using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Continuo.Cli.Tests.Processes;

namespace Continuo.Cli.Tests.Commands;

public sealed class ServeCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });

    [Fact]
    public async Task The_demo_serves_its_page_and_its_band_until_ctrl_c()
    {
        var port = FreePort();
        using var server = CliProcess.Start(_folder.Path, "serve", "--demo", "--listen", $"127.0.0.1:{port}");
        server.WaitUntil(() => Answers(port));

        Assert.Contains("<html", await _client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        using var body = await _client.GetStreamAsync(
            new Uri($"http://127.0.0.1:{port}/listen/band.ogg"), TestContext.Current.CancellationToken);
        var head = new byte[4];
        await body.ReadExactlyAsync(head, TestContext.Current.CancellationToken);
        Assert.Equal("OggS"u8.ToArray(), head);
        server.SendInterrupt();

        var result = server.WaitForEnd().MustSucceed();
        Assert.Contains($"serving on http://127.0.0.1:{port}/", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_manager_stops_it_and_its_recording_is_finished()
    {
        var port = FreePort();
        File.WriteAllText(Path.Combine(_folder.Path, "c.json"), $$"""{ "listen": "127.0.0.1:{{port}}", "streams": { "tone": "tone:440" }, "recordings": { "take": { "stream": "tone", "format": "wav" } } }""");
        using var server = CliProcess.Start(_folder.Path, "serve", "c.json");
        var folder = Path.Combine(_folder.Path, "recordings");
        server.WaitUntil(() => Directory.Exists(folder)
            && Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Any(f => new FileInfo(f).Length > 200_000));

        server.SendTerminate();

        server.WaitForEnd().MustSucceed();
        var file = Directory.GetFiles(folder, "take*.wav").Single();
        Assert.Contains("\"frames\":", CliProcess.Run(_folder.Path, "info", file, "--json").MustSucceed().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_in_use_is_one_line()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var result = CliProcess.Run(_folder.Path, "serve", "--listen", $"127.0.0.1:{port}");

        listener.Stop();
        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"127.0.0.1:{port}: the port is in use", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Mistakes_are_wrong_usage_and_listed_with_their_lines()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "c.json"), "{\n  \"listen\": 5,\n  \"streems\": {}\n}");

        var result = CliProcess.Run(_folder.Path, "serve", "c.json", "--check", "--stream", "mic=nothing:");

        Assert.Equal(2, result.ExitCode);
        foreach (var part in new[] { "c.json:2:13: listen", "c.json:3:14: streems", "did you mean 'streams'",
            "--stream: streams.mic" }) Assert.Contains(part, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_good_configuration_is_checked_without_opening_anything()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "c.json"), """{ "streams": { "mic": "device:" }, "tls": { "selfSigned": true } }""");

        CliProcess.Run(_folder.Path, "serve", "c.json", "--check", "--token", "listen:correct horse").MustSucceed();
    }

    [Fact]
    public void The_schema_is_printed_as_json() => Assert.Equal("Continuo server",
        JsonDocument.Parse(CliProcess.Run(_folder.Path, "serve", "--schema").MustSucceed().Output).RootElement.GetProperty("title")
        .GetString());

    [Fact]
    public void Its_help_has_examples()
    {
        var help = CliProcess.Run(_folder.Path, "serve", "--help").MustSucceed().Output;

        Assert.Contains("continuo serve --demo", help, StringComparison.Ordinal);
        Assert.Contains("--tls-self-signed", help, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    private bool Answers(int port)
    {
        try
        {
            return _client.GetAsync(new Uri($"http://127.0.0.1:{port}/")).GetAwaiter().GetResult().IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return port;
    }
}

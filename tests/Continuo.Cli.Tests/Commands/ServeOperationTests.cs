using System.Net.Http.Headers;
using System.Text;
using Continuo.Cli.Tests.Processes;

namespace Continuo.Cli.Tests.Commands;

/// <summary>A server as its operator has it: as a process, with signals, a log and secrets.</summary>
public sealed class ServeOperationTests : IDisposable
{
    private const string Secret = "correct-horse-battery";
    private const string Wrong = "wrong-horse-battery";
    private const string Foreign = "token-of-another-server";

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hang_up_reads_the_configuration_again_and_what_is_declared_as_before_goes_on()
    {
        var file = _folder.File("c.json");
        await File.WriteAllTextAsync(file, """{ "listen": "127.0.0.1:0", "streams": { "same": "tone:440" } }""", Cancellation);
        using var server = CliProcess.Start(_folder.Path, "serve", "c.json");
        var address = AddressOf(server);
        var began = (await StreamAsync(address, "same"))!;

        server.SendHangUp(); // nothing has changed, so that only the signal can have it read
        server.WaitUntil(() => Count(server.Error, "c.json again") == 1);
        await File.WriteAllTextAsync(file,
            """{ "listen": "127.0.0.1:0", "streams": { "same": "tone:440", "new": "tone:220" } }""", Cancellation);
        server.SendHangUp();
        server.WaitUntil(() => StreamAsync(address, "new").GetAwaiter().GetResult() is not null);
        await File.WriteAllTextAsync(file, "{ \"streems\": 1 }", Cancellation);
        server.SendHangUp();
        server.WaitUntil(() => server.Error.Contains("did you mean 'streams'", StringComparison.Ordinal));

        Assert.Equal(began, await StreamAsync(address, "same"));
        Assert.NotNull(await StreamAsync(address, "new"));
        server.SendTerminate();
        server.WaitForEnd().MustSucceed();
    }

    [Fact]
    public async Task Secrets_are_in_no_log_metric_answer_or_page()
    {
        await File.WriteAllTextAsync(_folder.File("c.json"), $$"""
            { "listen": "127.0.0.1:0", "requireToken": true, "tokens": { "boss": { "role": "admin", "token": "{{Secret}}" } },
              "streams": { "tone": "tone:440", "far": "whep:http://127.0.0.1:9/whep/x?bearer={{Foreign}}" } }
            """, Cancellation);
        using var server = CliProcess.Start(_folder.Path, "serve", "c.json", "--verbose", "--token", $"listen:{Secret}-2");
        var address = AddressOf(server);
        var said = new StringBuilder();
        foreach (var token in new[] { Wrong, Secret, $"{Secret}-2" })
        {
            string[] paths = token == Wrong
                ? ["", "api/server"] // more would be refused for ten seconds
                : ["", "api", "api/server", "api/streams", "api/sessions", "api/recordings",
                    "api/doctor", "api/log", "metrics", "readyz", "openapi/v1.json", "api/nothing"];
            foreach (var path in paths)
            {
                said.AppendLine(await AskAsync(HttpMethod.Get, $"{address}{path}?token={token}", null));
                said.AppendLine(await AskAsync(HttpMethod.Get, $"{address}{path}", token));
            }

            said.AppendLine(await AskAsync(HttpMethod.Post, $"{address}whip/x?token={token}", null));
            said.AppendLine(await AskAsync(HttpMethod.Post, $"{address}api/streams", token));
        }

        server.WaitUntil(() => server.Error.Contains("far", StringComparison.Ordinal)); // that it cannot be reached
        said.AppendLine(await AskAsync(HttpMethod.Get, $"{address}api/log", Secret));
        said.AppendLine(await AskAsync(HttpMethod.Get, $"{address}api/streams", Secret));
        server.SendTerminate();
        said.AppendLine(server.WaitForEnd().MustSucceed().Error);

        var text = said.ToString();
        Assert.Contains("serving on", text, StringComparison.Ordinal);
        Assert.Contains("continuo_stream_frames_total", text, StringComparison.Ordinal);
        foreach (var secret in new[] { Secret, Wrong, Foreign }) AssertNowhere(secret, text);
    }

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    private static void AssertNowhere(string secret, string text)
    {
        var at = text.IndexOf(secret, StringComparison.Ordinal);
        Assert.True(at < 0, $"{secret} is in: …{text[Math.Max(0, at - 200)..Math.Min(text.Length, Math.Max(0, at) + 100)]}…");
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static string AddressOf(CliProcess server)
    {
        server.WaitUntil(() => server.Error.Contains("serving on ", StringComparison.Ordinal));
        return server.Error.Split("serving on ")[1].Split('\n')[0].Trim();
    }

    private async Task<string> AskAsync(HttpMethod method, string address, string? token)
    {
        using var request = new HttpRequestMessage(method, address);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (method == HttpMethod.Post) request.Content = new StringContent("{", MediaTypeHeaderValue.Parse("application/sdp"));
        using var answer = await _client.SendAsync(request, Cancellation);
        return $"{answer.Headers}{await answer.Content.ReadAsStringAsync(Cancellation)}";
    }

    /// <summary>When a stream was added; <see langword="null"/>: there is none of the name.</summary>
    private async Task<string?> StreamAsync(string address, string name)
    {
        using var answer = await _client.GetAsync(new Uri($"{address}api/streams/{name}"), Cancellation);
        if (!answer.IsSuccessStatusCode) return null;
        return System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation))
            .RootElement.GetProperty("startedAt").GetString();
    }
}

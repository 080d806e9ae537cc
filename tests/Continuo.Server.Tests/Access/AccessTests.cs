using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using Continuo.Server.Access;
using Continuo.Server.Options;

namespace Continuo.Server.Tests.Access;

public sealed class AccessTests
{
    private const string Secret = "correct horse battery";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, "/listen/tone.ogg", 401, "unauthorized")]
    [InlineData("wrong", "/listen/tone.ogg", 401, "unauthorized")]
    [InlineData(Secret, "/listen/tone.ogg", 200, null)]
    [InlineData(null, "/ws/listen/tone", 401, "unauthorized")]
    [InlineData(null, "/listen/..%2f..%2fetc%2fpasswd.ogg", 401, "unauthorized")]
    [InlineData(Secret, "/listen/..%2f..%2fetc%2fpasswd.ogg", 404, "notFound")]
    [InlineData(null, "/", 200, null)]
    public async Task A_token_opens_what_its_role_allows(string? token, string path, int status, string? code)
    {
        await using var server = await StartAsync(
            new ServerOptions { RequireToken = true, Tokens = [AccessToken.FromSecret("t", AccessRole.Listen, Secret)] });
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);

        var answer = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);

        Assert.Equal(status, (int)answer.StatusCode);
        if (status == 401) Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.Single().Scheme);
        if (code is not null)
        {
            Assert.Contains($"\"code\":\"{code}\"", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_role_below_the_needed_one_is_forbidden()
    {
        await using var server = await StartAsync(
            new ServerOptions { RequireToken = true, Tokens = [AccessToken.FromSecret("t", AccessRole.Listen, Secret)] });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/whip/x")
        {
            Content = new StringContent("v=0", MediaTypeHeaderValue.Parse("application/sdp")),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Secret);

        var answer = await server.Client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("Talk", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_players_address_may_carry_the_token()
    {
        await using var server = await StartAsync(
            new ServerOptions
            {
                RequireToken = true,
                Tokens = [AccessToken.FromHash("t", AccessRole.Listen,
                    Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Secret))))],
            });

        var answer = await server.Client.GetAsync($"/listen/tone.ogg?token={Uri.EscapeDataString(Secret)}",
            HttpCompletionOption.ResponseHeadersRead, Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task What_a_proxy_on_this_machine_forwards_is_not_local()
    {
        await using var server = await StartAsync(new ServerOptions());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/listen/tone.ogg");
        request.Headers.Add("X-Forwarded-For", "198.51.100.1");

        var answer = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Many_wrong_tokens_are_refused_for_a_while_even_if_one_is_right()
    {
        await using var server = await StartAsync(
            new ServerOptions { RequireToken = true, Tokens = [AccessToken.FromSecret("t", AccessRole.Listen, Secret)] });
        for (var i = 0; i < FailureLimit.MaxFailures; i++)
        {
            server.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", $"guess-{i}");
            Assert.Equal(401, (int)(await server.Client.GetAsync("/listen/tone.ogg", Cancellation)).StatusCode);
        }

        server.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Secret);
        var answer = await server.Client.GetAsync("/listen/tone.ogg", Cancellation);

        Assert.Equal(429, (int)answer.StatusCode);
        Assert.True(answer.Headers.RetryAfter!.Delta > TimeSpan.Zero);
    }

    [Theory]
    [InlineData("attacker.example", 403)] // whose DNS points here
    [InlineData("attacker.example:7480", 403)]
    [InlineData("localhost.attacker.example", 403)]
    [InlineData("studio.local:7480", 200)]
    [InlineData("localhost", 200)]
    [InlineData("127.0.0.1", 200)]
    [InlineData("[::1]:7480", 200)]
    [InlineData("192.168.1.5:7480", 200)]
    public async Task Only_known_names_are_answered(string host, int status)
    {
        await using var server = await StartAsync(new ServerOptions { PublicNames = ["studio.local"] });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Host = host;

        Assert.Equal(status, (int)(await server.Client.SendAsync(request, Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData("https://attacker.example", 403)]
    [InlineData("null", 403)]
    [InlineData("http://127.0.0.1:1", 403)] // another program of this machine
    [InlineData("http://localhost", 403)]
    public async Task Pages_of_other_sites_are_refused(string origin, int status)
    {
        await using var server = await StartAsync(new ServerOptions());
        foreach (var (method, path) in new[]
        {
            (HttpMethod.Get, "/listen/tone.ogg"), (HttpMethod.Post, "/whip/x"), (HttpMethod.Options, "/whip/x"),
            (HttpMethod.Get, "/ws/listen/tone"),
        })
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.Add("Origin", origin);

            var answer = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);

            Assert.Equal(status, (int)answer.StatusCode);
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        }
    }

    [Fact]
    public async Task A_cross_site_websocket_does_not_open()
    {
        await using var server = await StartAsync(new ServerOptions());
        using var socket = new ClientWebSocket { Options = { Proxy = null } };
        socket.Options.SetRequestHeader("Origin", "https://attacker.example");

        await Assert.ThrowsAsync<WebSocketException>(
            () => socket.ConnectAsync(new Uri($"ws://{server.Address.Authority}/ws/listen/tone"), Cancellation));
    }

    [Fact]
    public async Task An_image_or_player_of_another_site_is_refused_but_a_link_is_followed()
    {
        await using var server = await StartAsync(new ServerOptions());
        foreach (var (mode, status) in new[] { ("no-cors", 403), ("navigate", 200) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/");
            request.Headers.Add("Sec-Fetch-Site", "cross-site");
            request.Headers.Add("Sec-Fetch-Mode", mode);

            Assert.Equal(status, (int)(await server.Client.SendAsync(request, Cancellation)).StatusCode);
        }
    }

    [Fact]
    public async Task An_allowed_origin_may_listen_and_nothing_else()
    {
        await using var server = await StartAsync(new ServerOptions { AllowedOrigins = ["https://radio.example"] });
        server.Client.DefaultRequestHeaders.Add("Origin", "https://radio.example");

        var listen = await server.Client.GetAsync("/listen/tone.ogg", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        var publish = await server.Client.PostAsync("/whip/x", null, Cancellation);

        Assert.Equal(HttpStatusCode.OK, listen.StatusCode);
        Assert.Equal("https://radio.example", listen.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal(HttpStatusCode.Forbidden, publish.StatusCode);
    }

    [Fact]
    public void A_token_does_not_show_its_secret() =>
        Assert.DoesNotContain(Secret, AccessToken.FromSecret("t", AccessRole.Admin, Secret).ToString(), StringComparison.Ordinal);

    private static Task<TestServer> StartAsync(ServerOptions options) =>
        TestServer.StartAsync(options, a => a.OpenStream("tone", "tone:440"));
}

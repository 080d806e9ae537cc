using Continuo.Page.Tests.Support;

namespace Continuo.Page.Tests;

/// <summary>The page takes the best path that is open, and says why another is not.</summary>
public class FallbackTests(Chromium chromium)
{
    private const string NoWebRtc = "delete window.RTCPeerConnection;";
    private const string NoWebCodecs = "delete window.AudioDecoder;";

    [Theory]
    [InlineData("", "webrtc", "ok ok ok")]
    [InlineData(NoWebRtc, "websocket", "unsupported ok ok")]
    [InlineData(NoWebRtc + NoWebCodecs, "http", "unsupported unsupported ok")]
    public async Task What_the_browser_lacks_is_passed_over(string script, string path, string reasons)
    {
        await using var server = await ToneServer.StartAsync();
        await using var page = await chromium.OpenAsync(server.Address, script: script);

        await ListenAsync(page);

        await AssertHeardAsync(page, path, reasons);
        await Tones.OpenAsync(page);
        (await Tones.MeasureAsync(page)).AssertLevels();
        page.AssertNoErrors();
    }

    [Theory]
    [InlineData("", "webrtc", "ok insecure ok")]
    [InlineData(NoWebRtc, "http", "unsupported insecure ok")]
    public async Task Over_plain_http_from_another_machine_the_page_says_what_needs_https(string script, string path, string reasons)
    {
        await using var server = await ToneServer.StartAsync();
        await using var page = await chromium.OpenAsync(new Uri($"http://{Chromium.PlainName}:{server.Address.Port}"), script: script);

        await ListenAsync(page);

        await AssertHeardAsync(page, path, reasons);
        Assert.Contains("https", await PanelAsync(page), StringComparison.Ordinal);
        Assert.Contains($"ssh -L {server.Address.Port}:localhost:{server.Address.Port}", await PanelAsync(page), StringComparison.Ordinal);
        page.AssertNoErrors();
    }

    [Fact]
    public async Task Where_UDP_does_not_pass_the_page_names_the_port_and_listens_by_WebSocket()
    {
        await using var server = await ToneServer.StartAsync();
        await using var page = await chromium.OpenAsync(server.Address);
        await page.Page.RouteAsync("**/whep/*", async route =>
        {
            var answer = await route.FetchAsync();
            await route.FulfillAsync(new RouteFulfillOptions { Response = answer, Body = Unreachable(await answer.TextAsync()) });
        });

        await ListenAsync(page);

        await AssertHeardAsync(page, "websocket", "failed ok ok");
        Assert.Contains("UDP", await PanelAsync(page), StringComparison.Ordinal);
        Assert.Contains($"{server.Address.Port}", await PanelAsync(page), StringComparison.Ordinal);
    }

    /// <summary>The answer with candidates at the discard port, where nothing answers.</summary>
    private static string Unreachable(string answer) =>
        string.Join("\r\n", answer.Split("\r\n").Select(line => line.StartsWith("a=candidate:", StringComparison.Ordinal)
            ? string.Join(' ', line.Split(' ').Select((word, i) => i == 5 ? "9" : word))
            : line));

    private static async Task ListenAsync(TestPage page) =>
        await page.EvaluateAsync<object>("() => import('/app/listening.js').then(m => m.listen('tones'))");

    private static async Task AssertHeardAsync(TestPage page, string path, string reasons)
    {
        await page.WaitAsync("() => import('/app/listening.js').then(m => m.listening.player.state === 'playing')", 30);
        await page.WaitAsync("() => import('/canvas/levels.js').then(m => Math.abs(m.levelOf('output')?.peak + 12) < 1)");
        Assert.Equal(path, await page.EvaluateAsync<string>("() => import('/app/listening.js').then(m => m.listening.player.path)"));
        Assert.Equal(reasons,
            await page.EvaluateAsync<string>(
                "() => import('/app/listening.js').then(m => m.listening.player.paths.map(p => p.reason).join(' '))"));
    }

    /// <summary>What the page says about the paths.</summary>
    private static async Task<string> PanelAsync(TestPage page)
    {
        await page.EvaluateAsync<object>("() => import('/app/router.js').then(({ go, route }) => go({ ...route, sheet: 'listen' }))");
        await page.WaitAsync("() => document.querySelector('.panel-paths')");
        return await page.EvaluateAsync<string>("() => document.querySelector('.panel-paths').textContent");
    }
}

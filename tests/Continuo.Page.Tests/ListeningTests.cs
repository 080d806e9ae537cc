using Continuo.Page.Tests.Support;

namespace Continuo.Page.Tests;

/// <summary>The page hears a real server, by each of the three paths.</summary>
public class ListeningTests(Chromium chromium)
{
    [RealTimeTest("a browser plays in real time what a server sends in real time")]
    [Theory]
    [InlineData("webrtc")]
    [InlineData("websocket")]
    [InlineData("http")]
    public async Task Both_channels_arrive_at_their_level(string path)
    {
        await using var server = await ToneServer.StartAsync();
        await using var page = await chromium.OpenAsync(server.Address);

        await ListenAsync(page, path);

        await Tones.OpenAsync(page);
        (await Tones.MeasureAsync(page)).AssertLevels();
        page.AssertNoErrors();
    }

    [RealTimeTest("how late a browser is, beside everything else")]
    [Theory]
    [InlineData("webrtc")]
    [InlineData("websocket")]
    public async Task Latency_is_measured_and_its_parts_add_up(string path)
    {
        await using var server = await ToneServer.StartAsync();
        await using var page = await chromium.OpenAsync(server.Address);

        await ListenAsync(page, path);
        await page.WaitAsync("() => import('/app/listening.js').then(m => m.listening.player.statistics?.latency?.measured)");
        var parts = await page.EvaluateAsync<double[]>("""
            async () => {
              const { listening } = await import("/app/listening.js");
              const { latencyParts } = await import("/player/latency.js");
              const latency = listening.player.statistics.latency;
              return [latency.totalMs, ...latencyParts.map(part => latency[part])];
            }
            """);

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{path}: {parts[0]:F1} ms = {string.Join(" + ", parts[1..].Select(p => p.ToString("F1")))}");
        Assert.Equal(parts[0], parts[1..].Sum(), 0.01);
        Assert.All(parts[1..], part => Assert.True(part >= 0));
        Assert.InRange(parts[0], 10, 2000);
    }

    [RealTimeTest("a browser plays in real time what a server sends in real time")]
    [Fact]
    public async Task A_server_that_is_started_again_is_heard_again()
    {
        var first = await ToneServer.StartAsync();
        var port = first.Address.Port;
        await using var page = await chromium.OpenAsync(first.Address);
        foreach (var path in new[] { "websocket", "webrtc" })
        {
            await ListenAsync(page, path);
            await first.DisposeAsync();
            await page.WaitAsync("() => import('/app/listening.js').then(m => m.listening.player.state === 'waiting')");
            first = await ToneServer.StartAsync(port);
            await page.WaitAsync("() => import('/app/listening.js').then(m => m.listening.player.state === 'playing')", 10);
            await Tones.OpenAsync(page);
            (await Tones.MeasureAsync(page)).AssertLevels();
        }

        await first.DisposeAsync();
    }

    [Fact]
    public async Task The_element_plays_in_a_page_of_its_own()
    {
        await using var server = await ToneServer.StartAsync();
        await using var page = await chromium.OpenAsync(server.At("/overlay/none"));

        await page.EvaluateAsync<object>("""
            async () => {
              await import("/player/element.js");
              const element = document.createElement("continuo-player");
              element.setAttribute("src", "/whep/tones");
              element.setAttribute("autoplay", "");
              document.documentElement.append(element);
              window.element = element;
            }
            """);
        await page.WaitAsync("() => window.element.player.state === 'playing'");

        Assert.Contains("tones", await page.EvaluateAsync<string>("() => window.element.shadowRoot.textContent"), StringComparison.Ordinal);
        page.AssertNoErrors();
    }

    internal static async Task ListenAsync(TestPage page, string path)
    {
        await page.EvaluateAsync<object>("path => import('/app/listening.js').then(m => m.listen('tones', path))", path);
        await page.WaitAsync(
            "() => import('/app/listening.js').then(m => m.listening.player.state === 'playing' && m.listening.player.output !== null)");
        Assert.Equal(path, await page.EvaluateAsync<string>("() => import('/app/listening.js').then(m => m.listening.player.path)"));
    }
}

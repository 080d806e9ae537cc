using Continuo.Page.Tests.Support;

namespace Continuo.Page.Tests;

/// <summary>Keys reach everything.</summary>
public class KeyboardTests(Chromium chromium)
{
    [Fact]
    public async Task Keys_reach_every_view_and_the_streams()
    {
        await using var server = await FakeServer.StartAsync("pictures");
        await using var page = await chromium.OpenAsync(server.Address);
        await Views.SettleAsync(page);
        var keyboard = page.Page.Keyboard;

        foreach (var (key, path) in new[] { ("p", "/players"), ("e", "/recordings"), ("s", "/system"), ("l", "/") })
        {
            await keyboard.PressAsync("g");
            await keyboard.PressAsync(key);
            Assert.Equal(path, await page.EvaluateAsync<string>("() => location.pathname"));
        }

        await page.WaitAsync("() => document.querySelector('.lane')");
        await keyboard.PressAsync("ArrowDown");
        await keyboard.PressAsync("ArrowDown");
        await keyboard.PressAsync("Enter");
        Assert.Equal("?stream=desk-mic", await page.EvaluateAsync<string>("() => location.search"));
        await keyboard.PressAsync("s");
        await keyboard.PressAsync("Escape");
        Assert.Equal("", await page.EvaluateAsync<string>("() => location.search"));
        await keyboard.PressAsync("?");
        await page.WaitAsync("() => document.querySelector('.help')");
        Assert.Equal(["POST /api/streams/desk-mic/replay"], await ChangesAsync(page));
    }

    [Fact]
    public async Task A_fader_and_the_transport_act_at_once()
    {
        await using var server = await FakeServer.StartAsync("pictures");
        await using var page = await chromium.OpenAsync(server.At("/players/evening-set"));
        await Views.SettleAsync(page);

        await page.Page.Keyboard.PressAsync("3");
        await page.Page.Keyboard.PressAsync("+");
        await page.Page.Keyboard.PressAsync(" ");
        await page.Page.Keyboard.PressAsync("m");
        await page.WaitAsync("() => document.querySelectorAll('.strip')[2].textContent.includes('7.4')");

        Assert.Equal(["PATCH /api/players/evening-set", "PATCH /api/players/evening-set", "PATCH /api/players/evening-set"],
            await ChangesAsync(page));
        await page.WaitAsync(
            "() => document.querySelectorAll('.strip')[2].querySelector('[aria-pressed]').getAttribute('aria-pressed') === 'true'");
    }

    private static Task<string[]> ChangesAsync(TestPage page) =>
        page.EvaluateAsync<string[]>("async () => (await (await fetch('/api/changes')).json()).map(c => `${c.method} ${c.path}`)");
}

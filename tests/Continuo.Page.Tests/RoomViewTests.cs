using Continuo.Page.Tests.Support;

namespace Continuo.Page.Tests;

/// <summary>The view of a room as it is inside: pictures, accessibility, keys, texts.</summary>
public class RoomViewTests(Chromium chromium)
{
    [Theory]
    [InlineData(ColorScheme.Dark, "en")]
    [InlineData(ColorScheme.Light, "ja")]
    public async Task Inside_a_room_nothing_is_wrong_with_the_view(ColorScheme theme, string language)
    {
        await using var server = await FakeServer.StartAsync("pictures");
        var screens = new[]
        {
            ("desktop", Views.Desktop(theme, language)), ("phone", Views.Phone(theme, language)),
            ("narrow", Views.Phone(theme, language, 360)),
        };
        foreach (var (size, options) in screens)
        {
            await using var page = await chromium.OpenAsync(server.At("/rooms/desk"), options, RoomPage.SceneSeat);
            await Views.SettleAsync(page);
            await RoomPage.PretendInsideAsync(page);
            await Views.SettleAsync(page);
            var found = await ViewChecks.AllAsync(page, Views.PictureName("room-inside", size, theme, language));
            Assert.True(found.Length == 0, string.Join('\n', found));
            page.AssertNoErrors();
        }
    }

    [Fact]
    public async Task Keys_set_the_volume_of_the_person_with_the_focus_and_switch_groups()
    {
        await using var server = await FakeServer.StartAsync("pictures");
        await using var page = await chromium.OpenAsync(server.At("/rooms/desk"), null, RoomPage.SceneSeat);
        await Views.SettleAsync(page);
        await RoomPage.PretendInsideAsync(page);
        var keyboard = page.Page.Keyboard;

        await keyboard.PressAsync("ArrowDown");
        await keyboard.PressAsync("ArrowDown");
        Assert.Equal("seat-2", await page.EvaluateAsync<string>("() => document.activeElement.dataset.person"));
        foreach (var key in new[] { "0", "+", "m", "o", "2" }) await keyboard.PressAsync(key);

        await page.WaitAsync("async () => (await (await fetch('/api/changes')).json()).some(c => c.body.groups?.['Track 2'] === false)");
        var last = await page.EvaluateAsync<string>(
            "async () => JSON.stringify((await (await fetch('/api/changes')).json()).flatMap(c => c.body.volumes)"
            + ".filter(v => v.id === 'seat-2').at(-1))");
        Assert.Equal("""{"id":"seat-2","volume":1.05,"isMuted":true,"isSolo":true}""", last);
        page.AssertNoErrors();
    }

    [Fact]
    public async Task Space_talks_while_it_is_held_and_a_short_press_of_the_button_locks()
    {
        await using var server = await FakeServer.StartAsync("pictures");
        await using var page = await chromium.OpenAsync(server.At("/rooms/desk"), null, RoomPage.SceneSeat);
        await Views.SettleAsync(page);
        await RoomPage.PretendInsideAsync(page);
        await page.EvaluateAsync<object>("() => import('/app/push-to-talk.js').then(m => m.releaseTalk())");
        Task<string> StateAsync() =>
            page.EvaluateAsync<string>(
                "async () => { const [t, r] = [await import('/app/push-to-talk.js'), await import('/app/room.js')]; "
                + "return `${t.talkState()} ${r.voice.enabled}`; }");

        Assert.Equal("waiting false", await StateAsync());
        await page.Page.Keyboard.DownAsync(" ");
        Assert.Equal("held true", await StateAsync());
        await page.Page.Keyboard.UpAsync(" ");
        Assert.Equal("waiting false", await StateAsync());
        await page.Page.ClickAsync(".room-side .talk");
        Assert.Equal("locked true", await StateAsync());
        await page.Page.ClickAsync(".room-side .talk");
        Assert.Equal("waiting false", await StateAsync());
        await page.Page.Keyboard.PressAsync("k");
        Assert.Equal("locked true", await StateAsync());
        page.AssertNoErrors();
    }

    [Fact]
    public async Task A_link_to_a_room_that_is_not_there_says_so_and_leads_to_those_that_are()
    {
        await using var server = await FakeServer.StartAsync("pictures");
        await using var page = await chromium.OpenAsync(server.At("/rooms/nowhere?name=Mio"));
        await Views.SettleAsync(page);

        await page.WaitAsync("() => document.querySelector('.nothing')?.textContent.includes('nowhere')");
        await page.Page.ClickAsync(".others a");
        await page.WaitAsync("() => document.querySelector('.person')");
        Assert.Equal("/rooms/desk", await page.EvaluateAsync<string>("() => location.pathname"));
        page.AssertNoErrors();
    }
}

using System.Net.Http.Json;
using Continuo.Page.Tests.Support;

namespace Continuo.Page.Tests;

/// <summary>Browsers talk in a room of a real server, through the page's own view.</summary>
[Collection(RealTime.Name)]
public class RoomTests(Chromium chromium)
{
    private static readonly (string Name, int Hertz)[] People = [("Mio", 440), ("Jonas", 660), ("Aiko", 880)];

    [Fact]
    [RealTimeTest("three browsers, whose sound is heard in real time")]
    public async Task Three_browsers_hear_each_other_and_not_themselves_and_the_volumes_of_the_page_act()
    {
        await using var server = await OpenAsync();
        await using var mio = await EnterAsync(server, 0);
        await using var jonas = await EnterAsync(server, 1);
        await using var aiko = await EnterAsync(server, 2);

        await RoomPage.AwaitTonesAsync(mio, (440, 0), (660, 0.25), (880, 0.25));
        await RoomPage.AwaitTonesAsync(jonas, (440, 0.25), (660, 0), (880, 0.25));
        await RoomPage.AwaitTonesAsync(aiko, (440, 0.25), (660, 0.25), (880, 0));

        // Who is heard is shown: by the state's word and by the line beside the name.
        await mio.WaitAsync(
            "() => ['Jonas', 'Aiko'].every(name => [...document.querySelectorAll('.person.heard')]"
            + ".some(row => row.querySelector('.name').textContent === name))");

        // Volume, mute and solo are Mio's alone.
        await SetAsync(mio, "Jonas", "20");
        await RoomPage.AwaitTonesAsync(mio, (440, 0), (660, 0.05), (880, 0.25));
        await PressAsync(mio, "Aiko", ".mute");
        await RoomPage.AwaitTonesAsync(mio, (660, 0.05), (880, 0));
        await RoomPage.AwaitTonesAsync(jonas, (440, 0.25), (660, 0), (880, 0.25));
        await PressAsync(mio, "Aiko", ".mute");
        await PressAsync(mio, "Aiko", ".solo");
        await RoomPage.AwaitTonesAsync(mio, (660, 0), (880, 0.25));
        await PressAsync(mio, "Aiko", ".solo");

        // Push to talk: Jonas is not heard until the key is held.
        await jonas.Page.Keyboard.PressAsync("k");
        await RoomPage.AwaitTonesAsync(aiko, (440, 0.25), (660, 0));
        await jonas.Page.Keyboard.DownAsync(" ");
        await RoomPage.AwaitTonesAsync(aiko, (440, 0.25), (660, 0.25));
        await jonas.Page.Keyboard.UpAsync(" ");
        await RoomPage.AwaitTonesAsync(aiko, (440, 0.25), (660, 0));
        await jonas.Page.Keyboard.PressAsync("k");

        // The latency's parts add up, and a group switched off is not heard.
        await mio.WaitAsync("() => document.querySelectorAll('.room-latency li').length >= 6");
        var (sum, total) = await LatencyAsync(mio);
        Assert.InRange(total - sum, -0.5, 0.5); // each part is shown with one decimal
        await mio.Page.ClickAsync(".groups .switch input");
        await RoomPage.AwaitTonesAsync(mio, (660, 0), (880, 0));
        await mio.Page.ClickAsync(".groups .switch input");
        await RoomPage.AwaitTonesAsync(mio, (660, 0.05), (880, 0.25));

        // What was set is found again by the same browser.
        await mio.Page.ClickAsync(".room-head .actions .button:last-child");
        await mio.WaitAsync("() => document.querySelector('.join')");
        await RoomPage.JoinAsync(mio, "Mio");
        await mio.WaitAsync(
            "() => [...document.querySelectorAll('.person')]"
            + ".some(row => row.textContent.includes('Jonas') && row.textContent.includes('20 %'))");
        foreach (var page in new[] { mio, jonas, aiko }) page.AssertNoErrors();
    }

    [Fact]
    [RealTimeTest("how soon a hand is heard")]
    public async Task A_volume_is_heard_at_once()
    {
        await using var server = await OpenAsync();
        await using var jonas = await EnterAsync(server, 1);
        await using var mio = await chromium.OpenAsync(server.At("/rooms/studio"));
        await RoomPage.JoinAsync(mio, "Mio");

        var delays = await RoomVolumeDelay.MeasureAsync(mio, "Jonas", moves: 20);

        Array.Sort(delays);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"from the hand to the page's audio graph: p50 {delays[10]:F0} ms, "
            + $"all: {string.Join(", ", delays.Select(d => d.ToString("F0")))}");
        Assert.InRange(delays[10], 0, 300); // 100 ms on a quiet machine: scenarios page
        mio.AssertNoErrors();
    }

    [Fact]
    public async Task Without_https_the_page_says_what_to_do_and_still_hears_the_room()
    {
        await using var server = await OpenAsync();
        await using var jonas = await EnterAsync(server, 1);
        await using var mio = await chromium.OpenAsync(new UriBuilder(server.At("/rooms/studio")) { Host = Chromium.PlainName }.Uri);

        await mio.WaitAsync("() => document.querySelector('.join .primary')");
        await mio.Page.ClickAsync(".join .primary");
        await mio.WaitAsync("() => document.querySelector('.my-microphone [role=alert]')?.textContent.includes('plain http')");
        await RoomPage.AwaitTonesAsync(mio, (440, 0), (660, 0.25));
    }

    [Fact]
    public async Task An_operator_mutes_and_removes_a_speaker_and_the_page_of_both_shows_it()
    {
        await using var server = await OpenAsync();
        await using var jonas = await EnterAsync(server, 1);
        await using var director = await chromium.OpenAsync(server.At("/rooms/studio"));
        await director.WaitAsync("() => document.querySelector('.person .more')");
        await director.Page.ClickAsync(".person .more");

        await director.Page.ClickAsync(".operator .button");
        await director.WaitAsync("() => document.querySelector('.person').textContent.includes('Muted for everyone')");
        await jonas.WaitAsync(
            "() => document.querySelector('.person.me .operator, .person.me')?.getAttribute('aria-label').includes('Muted for everyone')");
        await director.Page.ClickAsync(".operator .button:last-child");

        await jonas.WaitAsync("() => document.querySelector('.notice')?.textContent.includes('removed you')");
        await jonas.WaitAsync("() => import('/app/room.js').then(m => m.voice.state === 'idle' && m.room.state === 'in')");
        await director.WaitAsync("() => document.querySelector('.person')?.textContent.includes('Listens')");
    }

    [Fact]
    public async Task An_operator_records_the_room_which_everyone_in_it_sees_and_gets_each_voice_as_a_file()
    {
        await using var server = await OpenAsync();
        await using var jonas = await EnterAsync(server, 1);
        await using var director = await chromium.OpenAsync(server.At("/rooms/studio"));
        await director.WaitAsync("() => document.querySelector('.tapes .record')");

        await director.Page.ClickAsync(".tapes .record");
        foreach (var page in new[] { director, jonas })
        {
            await page.WaitAsync("() => document.querySelector('.room-head .state.bad')?.textContent === 'Recording'");
        }

        await director.WaitAsync(
            "() => document.querySelectorAll('.person').length === 1 && document.querySelector('.tape .right')?.textContent >= '00:00:02'");
        await director.Page.ClickAsync(".tapes .record");
        foreach (var page in new[] { director, jonas }) await page.WaitAsync("() => !document.querySelector('.room-head .state.bad')");

        await director.Page.ClickAsync(".tapes li.tape summary");
        var heard = await director.EvaluateAsync<double[]>("""
            async () => {
              const link = [...document.querySelectorAll(".tapes li.tape:first-child .tape-files a")].find(a => a.textContent === "Jonas");
              const sound = await new OfflineAudioContext(1, 48000, 48000).decodeAudioData(await (await fetch(link.href)).arrayBuffer());
              return [sound.duration, Math.max(...sound.getChannelData(0).slice(-24000))];
            }
            """);
        Assert.InRange(heard[0], 1.5, 20);
        Assert.InRange(heard[1], 0.2, 0.3);
        foreach (var page in new[] { director, jonas }) page.AssertNoErrors();
    }

    [Fact]
    public async Task Who_is_in_a_room_that_is_closed_is_told_and_another_view_keeps_the_button_to_talk()
    {
        await using var server = await OpenAsync();
        await using var jonas = await EnterAsync(server, 1);
        await jonas.EvaluateAsync<object>("() => import('/app/router.js').then(m => m.go({ view: 'live' }))");
        await jonas.WaitAsync("() => document.querySelector('.room-bar:not(.in-rooms) .talk.on')");

        using var client = new HttpClient { BaseAddress = server.Address };
        using var answer = await client.DeleteAsync("/api/rooms/studio", TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode);

        await jonas.WaitAsync("() => document.querySelector('.notice')?.textContent.includes('studio is closed')");
        await jonas.WaitAsync(
            "() => !document.querySelector('.room-bar') "
            + "&& import('/app/room.js').then(m => m.room.state === 'out' && m.voice.state === 'idle')");
    }

    [Fact]
    public async Task The_overlay_shows_who_is_in_the_room_and_who_speaks()
    {
        await using var server = await OpenAsync();
        await using var overlay = await chromium.OpenAsync(server.At("/overlay/studio?hide=1"));
        await using var jonas = await EnterAsync(server, 1);

        await overlay.WaitAsync("() => document.querySelector('.plate.speaking .name')?.textContent === 'Jonas'");
        await jonas.Page.Keyboard.PressAsync("k");
        await overlay.WaitAsync("() => document.querySelector('.plate.quiet .name')?.textContent === 'Jonas'");
        Assert.Equal("rgba(0, 0, 0, 0)",
            await overlay.EvaluateAsync<string>("() => getComputedStyle(document.documentElement).backgroundColor"));
        overlay.AssertNoErrors();
    }

    private static async Task<ToneServer> OpenAsync()
    {
        var server = await ToneServer.StartAsync(withStream: false);
        using var client = new HttpClient { BaseAddress = server.Address };
        using var answer = await client.PostAsJsonAsync("/api/rooms", new { name = "studio" }, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        return server;
    }

    /// <summary>Joins by a link that brings name and group, with a tone for a voice, and talks.</summary>
    private async Task<TestPage> EnterAsync(ToneServer server, int index)
    {
        var (name, hertz) = People[index];
        var page = await chromium.OpenAsync(server.At($"/rooms/studio?name={name}&group=Track 1"));
        await RoomPage.JoinAsync(page, name);
        await RoomPage.UseToneAsync(page, hertz);
        await page.Page.Keyboard.PressAsync("k");
        await page.WaitAsync("() => document.querySelector('.talk.on')");
        return page;
    }

    private static async Task SetAsync(TestPage page, string name, string percent) => await page.EvaluateAsync<object>("""
        ({ name, percent }) => {
          const slider = [...document.querySelectorAll(".person")].find(row => row.querySelector(".name").textContent === name).querySelector(".volume-slider input");
          slider.value = percent;
          slider.dispatchEvent(new Event("input", { bubbles: true }));
        }
        """, new { name, percent });

    private static async Task PressAsync(TestPage page, string name, string button) => await page.EvaluateAsync<object>("""
        ({ name, button }) => [...document.querySelectorAll(".person")].find(row => row.querySelector(".name").textContent === name).querySelector(button).click()
        """, new { name, button });

    private static async Task<(double Sum, double Total)> LatencyAsync(TestPage page)
    {
        var figures = await page.EvaluateAsync<double[]>("""
            () => {
              const number = element => Number.parseFloat(element.textContent);
              const section = document.querySelector(".room-latency");
              return [[...section.querySelectorAll("li .figure")].reduce((sum, figure) => sum + number(figure), 0), number(section.querySelector(".total"))];
            }
            """);
        return (figures[0], figures[1]);
    }
}

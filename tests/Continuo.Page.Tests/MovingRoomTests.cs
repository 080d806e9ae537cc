using Continuo.Cluster.Tests.Servers;
using Continuo.Page.Tests.Support;

namespace Continuo.Page.Tests;

/// <summary>Browsers at two nodes of a cluster, in a room that is on a third and moves.</summary>
[Collection(RealTime.Name)]
public class MovingRoomTests(Chromium chromium)
{
    [Fact]
    [RealTimeTest("how soon browsers hear a room again that has moved")]
    public async Task The_page_follows_a_room_whose_node_is_killed_and_then_drained()
    {
        using var nodes = await ServedNodes.StartAsync();
        await nodes.OpenInTheEastAsync("studio");
        await nodes.UntilAsync(async () => await nodes.RoomsOfAsync("n1") == 1);
        await using var mio = await EnterAsync(nodes.Apis[1], "Mio", 440);
        await using var jonas = await EnterAsync(nodes.Apis[2], "Jonas", 660);
        await RoomPage.AwaitTonesAsync(mio, (440, 0), (660, 0.25));
        await RoomPage.AwaitTonesAsync(jonas, (440, 0.25), (660, 0));
        var seat = await SeatAsync(mio);

        foreach (var page in new[] { mio, jonas }) await BeginAsync(page);
        nodes.Kill(1);
        foreach (var page in new[] { mio, jonas })
        {
            await page.WaitAsync("() => window.gap.longestMs > 150"); // it is noticed
            await ReportAsync(page, "killed", 12_000);
        }

        await nodes.UntilAsync(async () => await nodes.MembersOfAsync("studio") == 4);
        await RoomPage.AwaitTonesAsync(mio, (440, 0), (660, 0.25));
        await RoomPage.AwaitTonesAsync(jonas, (440, 0.25), (660, 0));

        var owner = await nodes.RoomsOfAsync("n2") == 1 ? "n2" : "n3";
        foreach (var page in new[] { mio, jonas }) await BeginAsync(page);
        using var drained = await nodes.Http.PostAsync(
            new Uri(nodes.Apis[1], $"/api/cluster/nodes/{owner}/drain"), null, TestContext.Current.CancellationToken);
        Assert.True(drained.IsSuccessStatusCode);
        await Task.Delay(3_000, TestContext.Current.CancellationToken); // the old connections have ended
        foreach (var page in new[] { mio, jonas }) await ReportAsync(page, "drained", 1_000);

        // The same persons with the same names, who still speak, and no word of a room that is closed.
        await RoomPage.AwaitTonesAsync(mio, (440, 0), (660, 0.25));
        await RoomPage.AwaitTonesAsync(jonas, (440, 0.25), (660, 0));
        Assert.Equal(seat, await SeatAsync(mio));
        foreach (var page in new[] { mio, jonas })
        {
            await page.WaitAsync(
                "() => ['Mio', 'Jonas']"
                + ".every(name => [...document.querySelectorAll('.person')].some(row => row.textContent.includes(name)))");
        }

        Assert.Equal(0, await mio.EvaluateAsync<int>("() => document.querySelectorAll('.notice').length"));
        Assert.True(await jonas.EvaluateAsync<bool>("() => document.querySelector('.talk.on') !== null"));

        // The nodes are listed in the system view.
        await mio.EvaluateAsync<object>("() => import('/app/router.js').then(m => m.go({ view: 'system' }))");
        await mio.WaitAsync("() => document.querySelector('.cluster')?.textContent.includes('hands its rooms over')");
        var listed = await nodes.ClusterAsync(nodes.Apis[1]);
        Assert.Contains(listed.GetProperty("nodes").EnumerateArray(), n => n.GetProperty("isDraining").GetBoolean());
    }

    private async Task<TestPage> EnterAsync(Uri node, string name, int hertz)
    {
        var page = await chromium.OpenAsync(new Uri(node, $"/rooms/studio?name={name}"));
        await RoomPage.JoinAsync(page, name);
        await RoomPage.UseToneAsync(page, hertz);
        await page.Page.Keyboard.PressAsync("k");
        await page.WaitAsync("() => document.querySelector('.talk.on')");
        return page;
    }

    private static Task<string> SeatAsync(TestPage page) => page.EvaluateAsync<string>("() => import('/app/seat.js').then(m => m.ownId())");

    /// <summary>Begins to measure for how long the page hears nothing.</summary>
    private static Task<object> BeginAsync(TestPage page) => page.EvaluateAsync<object>("""
        async () => {
          const { room } = await import("/app/room.js");
          clearInterval(window.gap?.timer);
          let [from, analyser] = [null, null];
          let last = performance.now();
          const samples = new Float32Array(2048);
          window.gap = { longestMs: 0, quietMs: 0 };
          window.gap.timer = setInterval(() => {
            if (room.output && room.output !== from) {
              from = room.output;
              analyser = new AnalyserNode(from.context, { fftSize: 2048 });
              from.connect(analyser);
            }
            analyser?.getFloatTimeDomainData(samples);
            const now = performance.now();
            if (samples.some(sample => Math.abs(sample) > 0.1)) {
              last = now;
            }
            window.gap.quietMs = now - last;
            window.gap.longestMs = Math.max(window.gap.longestMs, now - last);
          }, 20);
        }
        """);

    private static async Task ReportAsync(TestPage page, string what, double mostMs)
    {
        await page.WaitAsync("() => window.gap.quietMs < 100");
        var longest = await page.EvaluateAsync<double>("() => window.gap.longestMs");
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: not heard for {longest:F0} ms");
        Assert.InRange(longest, 0, mostMs);
    }
}

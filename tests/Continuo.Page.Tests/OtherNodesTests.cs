using System.Net.Http.Json;
using Continuo.Cluster.Tests.Servers;
using Continuo.Page.Tests.Support;

namespace Continuo.Page.Tests;

/// <summary>The page of one node of a cluster shows, plays and records what other nodes have.</summary>
[Collection(RealTime.Name)] // its servers would disturb those who measure
public class OtherNodesTests(Chromium chromium)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_of_another_node_is_shown_with_its_level_heard_and_recorded()
    {
        using var nodes = await ServedNodes.StartAsync();
        using var opened = await nodes.Http.PostAsJsonAsync(new Uri(nodes.Apis[0], "/api/streams"),
            new { name = "tone", address = "tone:440?level=-12" }, Cancellation);
        Assert.True(opened.IsSuccessStatusCode);
        await using var page = await chromium.OpenAsync(nodes.Apis[1]);
        await page.WaitAsync("() => document.querySelector('[data-stream=tone] .address')?.textContent.startsWith('n1 · ')");
        await page.WaitAsync("() => import('/canvas/levels.js').then(m => Math.abs((m.levelOf('stream:tone')?.peak ?? -100) + 12) < 1)");

        await page.EvaluateAsync<object>("() => import('/app/listening.js').then(m => m.listen('tone', 'webrtc'))");
        await page.WaitAsync("() => import('/app/listening.js').then(m => m.listening.player.state === 'playing')", 30);

        await page.EvaluateAsync<object>("() => import('/app/api.js').then(m => m.api.record('tone'))");
        await page.WaitAsync(
            "() => import('/app/state.js').then(m => [...m.state.recordings.values()]"
            + ".some(r => r.node === 'n1' && r.state === 'running'))");
        await page.WaitAsync(
            "() => fetch('/api/recordings').then(r => r.json()).then(all => all[0]?.durationSeconds > 0.3)"); // there will be a file
        await page.EvaluateAsync<object>("() => import('/app/router.js').then(m => m.go({ view: 'recordings' }))");
        await page.WaitAsync("() => document.querySelector('main').textContent.includes('tone')");

        // What is gone there is gone here, with its node too.
        await page.EvaluateAsync<object>("() => import('/app/api.js').then(m => m.api.closeStream('tone'))");
        await page.WaitAsync(
            "() => import('/app/state.js').then(m => !m.state.streams.has('tone') "
            + "&& [...m.state.recordings.values()].some(r => r.state === 'finished'))");
        nodes.Kill(1);
        await page.WaitAsync("() => import('/app/state.js').then(m => m.state.recordings.size === 0)", 30);
    }
}

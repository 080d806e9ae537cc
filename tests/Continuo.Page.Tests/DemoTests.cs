using System.Net;
using Continuo.Codecs.SoundFiles;
using Continuo.Page.Tests.Support;
using Continuo.Server;
using Continuo.Server.Options;
using Continuo.Streams;

namespace Continuo.Page.Tests;

/// <summary>
/// The demo as a user sees it: the page plays, its meters move, faders act. Its pictures go to <c>artifacts/page-pictures</c>.
/// </summary>
public class DemoTests(Chromium chromium)
{
    [RealTimeTest("a browser plays in real time what a server sends in real time")]
    [Fact]
    public async Task The_demo_plays_and_its_faders_act()
    {
        await using var server = ServerHost.Create(
            new ServerOptions
            {
                Demo = true,
                Listen = [new IPEndPoint(IPAddress.Loopback, 0)],
                RecordingsDirectory = Directory.CreateTempSubdirectory().FullName,
            },
            new AudioSystem().UseSoundFiles());
        await server.StartAsync(TestContext.Current.CancellationToken);
        await using var page = await chromium.OpenAsync(new Uri(server.Addresses[0], "/?stream=band"));
        await page.WaitAsync("() => import('/canvas/levels.js').then(m => m.levelOf('stream:band')?.peak > -40)");

        await page.Page.ClickAsync(".inspector .actions .button");
        await page.WaitAsync(
            "() => import('/app/listening.js').then(m => m.listening.player.state === 'playing' && m.listening.latencyMs > 0)");
        await page.WaitAsync("() => import('/canvas/levels.js').then(m => m.levelOf('output')?.peak > -50)");
        await PictureAsync(page, "demo-live");
        await page.GoAsync(new Uri(server.Addresses[0], "/players/band"));
        await page.WaitAsync("() => document.querySelectorAll('.strip').length > 4");
        await page.WaitAsync("() => import('/app/state.js').then(m => m.state.playerMeters.has('band'))");
        await PictureAsync(page, "demo-player");
        await page.EvaluateAsync<object>("""
            () => { const fader = document.querySelector(".strip .fader input"); fader.value = "250"; fader.dispatchEvent(new Event("input", { bubbles: true })); }
            """);

        await page.WaitAsync("async () => (await (await fetch('/api/players')).json())[0].tracks[0].gainDb === -30");
        page.AssertNoErrors();
        await server.StopAsync(TestContext.Current.CancellationToken);
    }

    private static async Task PictureAsync(TestPage page, string name)
    {
        await Task.Delay(1500, TestContext.Current.CancellationToken); // waveforms and the latency's figures
        await page.Page.ScreenshotAsync(
            new PageScreenshotOptions { Path = Path.Combine(PageTools.Artifacts, "page-pictures", $"{name}.png") });
    }
}

using Continuo.Page.Tests.Support;

namespace Continuo.Page.Tests;

/// <summary>What is played has no hole.</summary>
[Collection(RealTime.Name)]
public class DropOutTests(Chromium chromium)
{
    [Theory]
    [InlineData("webrtc")]
    [InlineData("websocket")]
    [InlineData("http")]
    [RealTimeTest("a browser plays in real time what a server sends in real time")]
    public async Task Ten_seconds_are_heard_without_a_hole(string path)
    {
        await using var server = await ToneServer.StartAsync();
        await using var page = await chromium.OpenAsync(server.Address);

        await ListeningTests.ListenAsync(page, path);
        // The reserve that a listener may choose; the standard one grows with the first holes of a busy machine.
        if (path == "websocket")
        {
            await page.EvaluateAsync<object>("() => import('/app/listening.js').then(m => m.listening.player.setJitterBuffer(150))");
        }

        await Tones.OpenAsync(page);
        // In its first half second Chromium shortens the delay of its jitter buffer, which bends the tone but is no hole.
        if (path == "webrtc") await Task.Delay(1000, TestContext.Current.CancellationToken);
        var report = await Tones.MeasureAsync(page, 200);

        report.AssertLevels();
        report.AssertNoDropOut();
    }
}

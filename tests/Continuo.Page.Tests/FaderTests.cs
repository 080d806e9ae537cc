using Continuo.Page.Tests.Support;

namespace Continuo.Page.Tests;

/// <summary>A fader is moved in the page, and what the page hears follows.</summary>
[Collection(RealTime.Name)]
public class FaderTests(Chromium chromium)
{
    [Fact]
    [RealTimeTest("how soon a hand is heard")]
    public async Task A_fader_is_heard_at_once()
    {
        await using var server = await ServeProcess.StartTonesAsync();
        await using var page = await chromium.OpenAsync(server.Address);

        var delays = await FaderDelay.MeasureAsync(page, moves: 10);

        Array.Sort(delays);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"from the hand to the page's audio graph: p50 {delays[5]:F0} ms, "
            + $"all: {string.Join(", ", delays.Select(d => d.ToString("F0")))}");
        Assert.InRange(delays[5], 0, 250); // 100 ms on a quiet machine: scenarios page
        page.AssertNoErrors();
    }
}

using Continuo.Page.Tests.Support;

namespace Continuo.Page.Tests;

/// <summary>What drawing costs: many meters, and none.</summary>
public class DrawingTests(Chromium chromium)
{
    [Fact]
    public async Task A_hundred_meters_are_drawn_within_a_frame()
    {
        await using var server = await FakeServer.StartAsync("many");
        await using var page = await chromium.OpenAsync(server.Address,
            new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = 1440, Height = 8000 },
                ColorScheme = ColorScheme.Dark,
                Locale = "en",
            });
        await Views.SettleAsync(page);

        var (frames, milliseconds) = await CostAsync(page);

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{frames} frames, {milliseconds / frames:F2} ms of script a frame for 100 stereo streams with their readers");
        Assert.True(frames > 0);
        Assert.True(milliseconds / frames < 16, $"{milliseconds / frames} ms a frame leave no room for 60 a second");
    }

    [Fact]
    public async Task A_page_that_shows_no_meters_draws_nothing_and_asks_for_none()
    {
        await using var server = await FakeServer.StartAsync("pictures");
        await using var page = await chromium.OpenAsync(server.At("/recordings"));
        await Views.SettleAsync(page);
        await Task.Delay(1000, TestContext.Current.CancellationToken);

        var (frames, _) = await CostAsync(page);

        Assert.InRange(frames, 0, 5);
    }

    private static async Task<(double Frames, double Milliseconds)> CostAsync(TestPage page)
    {
        var cost = await page.EvaluateAsync<double[]>("""
            async () => {
              const { drawing } = await import("/canvas/surface.js");
              const before = { ...drawing };
              await new Promise(resolve => setTimeout(resolve, 3000));
              return [drawing.frames - before.frames, drawing.ms - before.ms];
            }
            """);
        return (cost[0], cost[1]);
    }
}

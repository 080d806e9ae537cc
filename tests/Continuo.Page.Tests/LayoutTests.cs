using Continuo.Page.Tests.Support;

namespace Continuo.Page.Tests;

/// <summary>Narrow windows, long words, many meters.</summary>
public class LayoutTests(Chromium chromium)
{
    [Theory]
    [InlineData("en", 360, 375, 800)]
    [InlineData("ja", 375, 1000)]
    public async Task Nothing_scrolls_sideways(string language, params int[] widths)
    {
        var wide = new List<string>();
        foreach (var scene in Views.All.GroupBy(v => v.Scene))
        {
            await using var server = await FakeServer.StartAsync(scene.Key);
            await using var page = await chromium.OpenAsync(server.Address, Views.Phone(ColorScheme.Dark, language, widths[0]));
            foreach (var (name, _, path) in scene)
            {
                await page.GoAsync(server.At(path));
                foreach (var width in widths)
                {
                    await page.Page.SetViewportSizeAsync(width, 800);
                    await Views.SettleAsync(page);
                    wide.AddRange(await page.EvaluateAsync<string[]>("""
                        name => [document.scrollingElement, ...document.querySelectorAll("main, aside, .panel")].filter(e => e.scrollWidth > e.clientWidth + 1).map(e => {
                          const limit = e.getBoundingClientRect().left + e.clientWidth;
                          const culprit = [...e.querySelectorAll("*")].find(c => c.getBoundingClientRect().right > limit + 1);
                          return `${name}: ${e.className || e.tagName} ${e.scrollWidth} > ${e.clientWidth}: ${culprit?.className || culprit?.tagName}`;
                        })
                        """, $"{name} at {width}"));
                }
            }
        }

        Assert.True(wide.Count == 0, string.Join('\n', wide));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ja")]
    public async Task No_label_of_a_button_is_cut(string language)
    {
        var cut = new List<string>();
        await using var server = await FakeServer.StartAsync("pictures");
        await using var page = await chromium.OpenAsync(server.Address, Views.Desktop(ColorScheme.Dark, language));
        foreach (var (name, _, path) in Views.All.Where(v => v.Scene == "pictures"))
        {
            await page.GoAsync(server.At(path));
            await Views.SettleAsync(page);
            cut.AddRange(await page.EvaluateAsync<string[]>("""
                name => [...document.querySelectorAll(".button, .state, .caption, .figure, .top-tabs a")].filter(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && getComputedStyle(e).overflow === "hidden" && getComputedStyle(e).textOverflow !== "ellipsis")
                  .map(e => `${name}: ${e.textContent}`)
                """, name));
        }

        Assert.True(cut.Count == 0, string.Join('\n', cut));
    }

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

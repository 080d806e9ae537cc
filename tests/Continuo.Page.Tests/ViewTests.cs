using Continuo.Page.Tests.Support;

namespace Continuo.Page.Tests;

/// <summary>
/// Every view in both themes and languages, on a desktop and on a phone: axe finds nothing, no label is cut, nothing scrolls sideways at
/// any width, the console reports nothing. Pictures of them go into <c>artifacts/page-pictures</c>.
/// </summary>
public class ViewTests(Chromium chromium)
{
    private static readonly int[] Widths = [360, 375, 800, 1000];

    [Theory]
    [InlineData(ColorScheme.Dark, "en")]
    [InlineData(ColorScheme.Light, "ja")]
    public async Task Every_view_is_pictured_and_nothing_is_wrong_with_it(ColorScheme theme, string language)
    {
        var found = new List<string>();
        foreach (var scene in Views.All.GroupBy(v => v.Scene))
        {
            await using var server = await FakeServer.StartAsync(scene.Key);
            var visits = await Task.WhenAll(
                VisitAsync(server, scene, theme, language, isPhone: false), VisitAsync(server, scene, theme, language, isPhone: true));
            foreach (var wrong in visits) found.AddRange(wrong);
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    private async Task<List<string>> VisitAsync(
        FakeServer server, IEnumerable<(string Name, string Scene, string Path)> views, ColorScheme theme, string language, bool isPhone)
    {
        var options = isPhone ? Views.Phone(theme, language) : Views.Desktop(theme, language);
        await using var page = await chromium.OpenAsync(server.Address, options);
        var found = new List<string>();
        foreach (var (name, _, path) in views)
        {
            await page.GoAsync(server.At(path));
            await Views.SettleAsync(page);
            found.AddRange(await ViewChecks.AllAsync(page, Views.PictureName(name, isPhone ? "phone" : "desktop", theme, language)));
            if (!isPhone) continue;
            foreach (var width in Widths)
            {
                await page.Page.SetViewportSizeAsync(width, 800);
                await Views.FrameAsync(page);
                found.AddRange((await ViewChecks.SidewaysAsync(page)).Select(w => $"{name} at {width} in {language}: {w}"));
            }

            await page.Page.SetViewportSizeAsync(options.ViewportSize!.Width, options.ViewportSize.Height);
        }

        found.AddRange(page.Errors);
        return found;
    }
}

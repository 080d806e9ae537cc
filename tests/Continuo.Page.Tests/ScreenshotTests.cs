using Continuo.Page.Tests.Support;

namespace Continuo.Page.Tests;

/// <summary>Pictures of every view into <c>artifacts/page-pictures</c>: light and dark, desktop and phone, English and Japanese.</summary>
public class ScreenshotTests(Chromium chromium)
{
    private static readonly string Folder = Path.Combine(PageTools.Artifacts, "page-pictures");

    [Theory]
    [InlineData(ColorScheme.Dark, "en")]
    [InlineData(ColorScheme.Light, "ja")]
    public async Task Every_view_is_pictured_without_a_console_error(ColorScheme theme, string language)
    {
        Directory.CreateDirectory(Folder);
        foreach (var scene in Views.All.GroupBy(v => v.Scene))
        {
            await using var server = await FakeServer.StartAsync(scene.Key);
            foreach (var phone in new[] { false, true })
            {
                await using var page = await chromium.OpenAsync(server.Address, phone ? Views.Phone(theme, language) : Views.Desktop(theme, language));
                foreach (var (name, _, path) in scene)
                {
                    await page.GoAsync(server.At(path));
                    await Views.SettleAsync(page);
                    var picture = Path.Combine(Folder,
                        $"{name}-{(phone ? "phone" : "desktop")}-{(theme == ColorScheme.Dark ? "dark" : "light")}-{language}.png");
                    var bytes = await page.Page.ScreenshotAsync(new PageScreenshotOptions { Path = picture });
                    Assert.True(bytes.Length > 4000, $"{picture} is empty");
                }

                page.AssertNoErrors();
            }
        }
    }
}

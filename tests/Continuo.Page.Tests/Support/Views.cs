namespace Continuo.Page.Tests.Support;

/// <summary>The views that tests go through, with the scene that shows each.</summary>
internal static class Views
{
    /// <summary>Name, scene of the fake server, address.</summary>
    public static readonly (string Name, string Scene, string Path)[] All =
    [
        ("live", "pictures", "/"), ("inspector", "pictures", "/?stream=firefox"), ("player", "pictures", "/players/evening-set"),
        ("recordings", "pictures", "/recordings"), ("room", "pictures", "/rooms/desk"),
        ("room-empty", "pictures", "/rooms/green-room"), ("room-none", "empty", "/rooms"),
        ("system", "pictures", "/system"), ("help", "pictures", "/?sheet=help"), ("talk", "pictures", "/?sheet=talk"),
        ("empty", "empty", "/"), ("error", "error", "/"),
        ("overlay", "pictures", "/overlay/*"), ("room-overlay", "pictures", "/overlay/desk"),
    ];

    public static BrowserNewContextOptions Desktop(ColorScheme theme, string language) =>
        new() { ViewportSize = new ViewportSize { Width = 1440, Height = 900 }, ColorScheme = theme, Locale = language };

    public static BrowserNewContextOptions Phone(ColorScheme theme, string language, int width = 390) =>
        new()
        {
            ViewportSize = new ViewportSize { Width = width, Height = 844 },
            ColorScheme = theme,
            Locale = language,
            IsMobile = true,
            HasTouch = true,
            DeviceScaleFactor = 2,
        };

    /// <summary>Waits until the scene is drawn: the server's snapshot is shown and meters have moved.</summary>
    public static async Task SettleAsync(TestPage page)
    {
        await page.WaitAsync("() => import('/app/state.js').then(m => m.state.connection === 'open')");
        await Task.Delay(500, TestContext.Current.CancellationToken); // the panels' opening, two rounds of meters
    }

    /// <summary>Waits until the page has drawn twice: a new size has been laid out.</summary>
    public static Task FrameAsync(TestPage page) =>
        page.EvaluateAsync<object>("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))");

    /// <summary>The name of a picture: view, size, theme, language.</summary>
    public static string PictureName(string view, string size, ColorScheme theme, string language) =>
        $"{view}-{size}-{(theme == ColorScheme.Dark ? "dark" : "light")}-{language}";
}

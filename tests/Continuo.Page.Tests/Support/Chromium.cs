using System.Collections;
using Continuo.Page.Tests.Support;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace Continuo.Page.Tests.Support;

/// <summary>One browser for all tests: Debian's chromium without a window, driven by Playwright.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>A name of this machine that the browser takes for another: its pages over plain http are no secure context.</summary>
    public const string PlainName = "studio.test";

    private const string Program = "/usr/bin/chromium";

    // Sound plays without a click, and the microphone is a tone that beeps; neither needs a device.
    private static readonly string[] Arguments =
    [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required", "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream", "--disable-features=WebRtcHideLocalIpsWithMdns",
        $"--host-resolver-rules=MAP {PlainName} 127.0.0.1",
    ];

    private readonly IReadOnlyDictionary<string, string> _environment;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public Chromium()
        : this(new Dictionary<string, string>())
    {
    }

    private Chromium(IReadOnlyDictionary<string, string> environment) => _environment = environment;

    /// <summary>A browser of the caller's own, with an environment that names its audio server, for example.</summary>
    internal static async Task<Chromium> StartAsync(IReadOnlyDictionary<string, string> environment)
    {
        var chromium = new Chromium(environment);
        await chromium.InitializeAsync();
        return chromium;
    }

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Program)) throw new InvalidOperationException($"{Program} is missing: apt-get install chromium");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Program,
            Headless = false,
            Args = Arguments,
            IgnoreDefaultArgs = ["--mute-audio"],
            Env = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
                .Select(e => KeyValuePair.Create((string)e.Key, (string?)e.Value ?? ""))
                .Append(KeyValuePair.Create("FONTCONFIG_FILE", Fonts.File())).Concat(_environment)
                .GroupBy(e => e.Key).ToDictionary(g => g.Key, g => g.Last().Value),
        });
    }

    /// <summary>A page of its own, with storage of its own, that collects what the console reports.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="options">Size, theme, language.</param>
    /// <param name="script">Runs in the page before its own scripts.</param>
    public async Task<TestPage> OpenAsync(Uri address, BrowserNewContextOptions? options = null, string script = "")
    {
        var context = await _browser!.NewContextAsync(options ?? new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = 1440, Height = 900 },
            ColorScheme = ColorScheme.Dark,
            Locale = "en",
        });
        if (script.Length > 0) await context.AddInitScriptAsync(script);
        var page = new TestPage(context, await context.NewPageAsync());
        await page.GoAsync(address);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}

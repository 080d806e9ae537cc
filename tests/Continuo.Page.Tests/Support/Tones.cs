namespace Continuo.Page.Tests.Support;

/// <summary>Measures what a page hears, in windows of 50 ms (<c>taps/tones.js</c>).</summary>
internal static class Tones
{
    private const int Poll = 100;

    /// <summary>Opens a tap behind the page's player, which must have an output.</summary>
    public static async Task OpenAsync(TestPage page) => await page.EvaluateAsync<object>("""
        async ({ tones, worklet }) => {
          const { ToneTap } = await import(tones);
          const { listening } = await import("/app/listening.js");
          window.tones = await ToneTap.open(listening.player, worklet);
        }
        """, new { tones = await Taps.LoadAsync(page, "tones.js"), worklet = await Taps.LoadAsync(page, "tone-worklet.js") });

    /// <summary>Waits for a number of windows, beginning with the first that holds nothing but the tones.</summary>
    /// <param name="page">A page with a tap.</param>
    /// <param name="windows">How many; there are 20 a second.</param>
    /// <param name="fresh">Whether windows from before the call are left out.</param>
    public static async Task<ToneReport> MeasureAsync(TestPage page, int windows = 30, bool fresh = true)
    {
        await page.EvaluateAsync<object>("fresh => { window.from = fresh ? window.tones.node.context.currentTime + 0.06 : 0; }", fresh);
        if (windows > Poll) await Task.Delay(TimeSpan.FromSeconds((windows - Poll) / 20.0)); // not to disturb what is measured
        await page.WaitAsync($"() => window.tones.since(window.from).length >= {windows}", 30);
        return await page.EvaluateAsync<ToneReport>($"() => window.tones.report(window.tones.since(window.from).slice(0, {windows}))");
    }
}

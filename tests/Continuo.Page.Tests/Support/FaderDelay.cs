namespace Continuo.Page.Tests.Support;

/// <summary>Moves the fader of the player <c>desk</c> in the page and notes when the page's listener hears it.</summary>
internal static class FaderDelay
{
    private const double Threshold = 0.08; // −22 dBFS; the tones are at −12, and at −40 with the fader down

    /// <summary>Milliseconds from each move to the first frame that has followed it, in the page's audio graph.</summary>
    public static async Task<double[]> MeasureAsync(TestPage page, int moves)
    {
        await page.EvaluateAsync<object>("() => import('/app/listening.js').then(m => m.listen('desk', 'webrtc'))");
        await page.WaitAsync(
            "() => import('/app/listening.js').then(m => m.listening.player.state === 'playing' && m.listening.player.output !== null)");
        await Taps.OpenEdgesAsync(page, Threshold);
        await page.WaitAsync("() => window.edges.at(-1)?.isLoud");
        await page.EvaluateAsync<object>("() => import('/app/router.js').then(m => m.go({ view: 'player', name: 'desk' }))");
        await page.WaitAsync("() => document.querySelector('.strip .fader input')");
        var delays = new double[moves];
        for (var i = 0; i < moves; i++) delays[i] = await MoveAsync(page, isDown: i % 2 == 0);
        return delays;
    }

    private static async Task<double> MoveAsync(TestPage page, bool isDown)
    {
        await page.EvaluateAsync<object>("""
            isDown => {
              const fader = document.querySelector(".strip .fader input");
              window.faderUp ??= fader.value;
              fader.value = isDown ? "200" : window.faderUp;
              window.edges.length = 0;
              window.movedAt = Date.now();
              fader.dispatchEvent(new Event("input", { bubbles: true }));
            }
            """, isDown);
        await page.WaitAsync($"() => window.edges.some(e => e.isLoud === {(isDown ? "false" : "true")})");
        return await page.EvaluateAsync<double>(
            $"() => window.edges.find(e => e.isLoud === {(isDown ? "false" : "true")}).time - window.movedAt");
    }
}

using System.Diagnostics;

namespace Continuo.Page.Tests.Support;

/// <summary>Kills a server that a page is listening to.</summary>
internal static class Restart
{
    /// <summary>Kills the process, waits until the page has noticed, and starts it again.</summary>
    /// <returns>Time from the server's being ready to the tones.</returns>
    public static async Task<TimeSpan> MeasureAsync(ServeProcess server, TestPage page, string path)
    {
        await ListeningTests.ListenAsync(page, path);
        await Tones.OpenAsync(page);
        await Tones.MeasureAsync(page, 5);
        await server.KillAsync();
        await page.WaitAsync("() => import('/app/listening.js').then(m => m.listening.player.state === 'waiting')");
        await server.StartAgainAsync();
        var back = Stopwatch.StartNew();
        await Tones.MeasureAsync(page, 1);
        return back.Elapsed;
    }
}

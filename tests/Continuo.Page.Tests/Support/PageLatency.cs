namespace Continuo.Page.Tests.Support;

/// <summary>What the page says of its latency, ms.</summary>
internal sealed class PageLatency
{
    public double TotalMs { get; set; }

    public double Device { get; set; }

    public double Chunk { get; set; }

    public double Encode { get; set; }

    public double Network { get; set; }

    public double Jitter { get; set; }

    public double Playout { get; set; }

    /// <summary>Whether it is measured and not an estimate.</summary>
    public bool Measured { get; set; }

    /// <summary>From the capture to where the sound leaves for the browser's output.</summary>
    public double AtRenderer => TotalMs - Playout;

    /// <summary>Waits for a figure and returns it.</summary>
    public static async Task<PageLatency> ReadAsync(TestPage page)
    {
        await page.WaitAsync("() => import('/app/listening.js').then(m => m.listening.player.statistics?.latency)");
        return await page.EvaluateAsync<PageLatency>("() => import('/app/listening.js').then(m => m.listening.player.statistics.latency)");
    }

    public override string ToString() =>
        $"{TotalMs:F1} ms = device {Device:F1} + chunk {Chunk:F1} + encode {Encode:F1} + network {Network:F1} + "
        + $"jitter buffer {Jitter:F1} + playout {Playout:F1}{(Measured ? "" : " (estimated)")}";
}

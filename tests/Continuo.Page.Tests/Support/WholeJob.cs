namespace Continuo.Page.Tests.Support;

/// <summary>Latency from the audio graph of the browser that plays to that of the browser that listens.</summary>
/// <param name="TotalMs">From graph to graph, by pauses in the tone; median.</param>
/// <param name="PlayerMs">Of it in the playing browser and the audio server, by the browser's word.</param>
/// <param name="Page">What the listening page says from the capture on.</param>
internal sealed record WholeJob(double TotalMs, double PlayerMs, PageLatency Page)
{
    private const double Threshold = 0.1;

    /// <summary>Makes pauses in what one page plays and waits for them in the other.</summary>
    public static async Task<WholeJob> MeasureAsync(TestPage source, TestPage listener, int pauses)
    {
        await Taps.OpenEdgesAsync(listener, Threshold);
        await listener.WaitAsync("() => window.edges.at(-1)?.isLoud");
        var times = new double[pauses];
        for (var i = 0; i < pauses; i++)
        {
            await listener.EvaluateAsync<object>("() => { window.edges.length = 0; }");
            var paused = await source.EvaluateAsync<double>("""
                () => {
                  const { context, merger } = window.playing;
                  merger.disconnect();
                  setTimeout(() => merger.connect(context.destination), 200);
                  return Date.now();
                }
                """);
            await listener.WaitAsync("() => window.edges.some(edge => !edge.isLoud)");
            times[i] = await listener.EvaluateAsync<double>("() => window.edges.find(edge => !edge.isLoud).time") - paused;
            await listener.WaitAsync("() => window.edges.at(-1).isLoud");
        }

        Array.Sort(times);
        var output = await source.EvaluateAsync<double>(
            "() => 1000 * (window.playing.context.baseLatency + window.playing.context.outputLatency)");
        return new WholeJob(times[pauses / 2], output, await PageLatency.ReadAsync(listener));
    }

    public override string ToString() =>
        $"graph to graph {TotalMs:F1} ms, of which the playing browser and the audio server {PlayerMs:F1} ms; "
        + $"from the capture on the page says {Page}";
}

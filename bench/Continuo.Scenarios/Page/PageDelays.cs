using System.Net;
using Continuo.Clocks;
using Continuo.Devices;
using Continuo.Page.Tests;
using Continuo.Page.Tests.Support;
using Continuo.Scenarios.WebRtc;
using Continuo.Server;
using Continuo.Server.Options;
using Continuo.Streams;

namespace Continuo.Scenarios.Page;

/// <summary>The page's latency beside that of markers in the stream.</summary>
internal static class PageDelays
{
    private const double PeriodMs = 500; // of the markers
    private static readonly string[] Paths = ["webrtc", "websocket", "http"];
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(8);

    public static async Task<IReadOnlyList<PathDelay>> MeasureAsync(Chromium chromium, PrivatePulse pulse, TimeSpan length)
    {
        var clicks = new ClickSource();
        var system = new AudioSystem().AddSource("clicks", (_, _) => clicks).UsePulseAudio(pulse.Address);
        var directory = Directory.CreateTempSubdirectory();
        await using var host = ServerHost.Create(
            new ServerOptions { Listen = [new IPEndPoint(IPAddress.Loopback, 0)], RecordingsDirectory = directory.FullName }, system);
        host.Audio.OpenStream("tones", "clicks:");
        await host.StartAsync(CancellationToken.None);
        var delays = new List<PathDelay>();
        foreach (var path in Paths) delays.Add(await MeasureAsync(chromium, host.Addresses[0], path, clicks, system, length));
        await host.StopAsync();
        directory.Delete(recursive: true);
        return delays;
    }

    private static async Task<PathDelay> MeasureAsync(
        Chromium chromium, Uri server, string path, ClickSource clicks, AudioSystem system, TimeSpan length)
    {
        await using var page = await chromium.OpenAsync(server);
        await ListeningTests.ListenAsync(page, path);
        await Taps.OpenEdgesAsync(page, 0.1);
        using var ear = new MarkerListener(PrivatePulse.Monitor, system);
        await Task.Delay(Settling);
        ear.Take();
        await page.EvaluateAsync<object>("() => { window.edges.length = 0; }");
        var shown = new List<PageLatency>();
        for (var end = DateTime.UtcNow + length; DateTime.UtcNow < end; await Task.Delay(1000))
        {
            shown.Add(await PageLatency.ReadAsync(page));
        }

        var edges = await page.EvaluateAsync<double[]>("() => window.edges.filter(edge => edge.isLoud).map(edge => edge.time)");
        var total = Median(shown.Select(l => l.TotalMs));
        var since1970 = (DateTime.UtcNow - DateTime.UnixEpoch).TotalMilliseconds - SystemClock.Instance.Now / 1e6;
        var inGraph = edges.Select(time => Since(clicks, time - since1970, total)).ToArray();
        var heard = ear.Take().Select(time => Since(clicks, time / 1e6, total)).ToArray();
        return new PathDelay(
            path, heard.Length, Median(inGraph), Median(heard), total, Median(shown.Select(l => l.Playout)), shown.All(l => l.Measured));
    }

    /// <summary>
    /// Time since the marker that is heard at a time: of those that are possible, the one that is nearest to what the page says.
    /// </summary>
    private static double Since(ClickSource clicks, double timeMs, double shownMs)
    {
        var since = timeMs - clicks.ClickBefore((long)(timeMs * 1e6), long.MaxValue) / 1e6;
        return since + (Math.Max(0, Math.Round((shownMs - since) / PeriodMs)) * PeriodMs);
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length > 0 ? sorted[sorted.Length / 2] : double.NaN;
    }
}

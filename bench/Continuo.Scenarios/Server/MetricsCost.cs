using System.Diagnostics;
using System.Globalization;

namespace Continuo.Scenarios.Server;

/// <summary>
/// Processor time of a streaming server with and without scraping of its metrics, in pairs of windows one after the other.
/// </summary>
internal static class MetricsCost
{
    private const int Listeners = 10;
    private const int ScrapesPerSecond = 5;
    private const double PrometheusPeriod = 15; // seconds, its usual scrape interval
    private const double Limit = 0.5;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(2);

    public static bool Run(double seconds) => RunAsync(seconds).GetAwaiter().GetResult();

    private static async Task<bool> RunAsync(double seconds)
    {
        using var process = Start();
        using var ends = new CancellationTokenSource();
        try
        {
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false })
            {
                BaseAddress = await AddressAsync(process).ConfigureAwait(false)
            };
            var readers = Enumerable.Range(0, Listeners)
                .Select(i => ReadAsync(
                    client, $"listen/{(i % 2 == 0 ? "band" : "voice-1")}.ogg?bitrate={(i % 4 < 2 ? 96 : 128)}000", ends.Token))
                .ToArray();
            for (var i = 0; i < 20; i++) await ScrapeAsync(client).ConfigureAwait(false); // compiled
            await Task.Delay(3000).ConfigureAwait(false);
            var pairs = new List<(double Without, double With)>();
            var watch = Stopwatch.StartNew();
            while (watch.Elapsed.TotalSeconds < seconds)
            {
                // The order alternates, so that what drifts counts for both.
                var first = await MeasureAsync(process, client, pairs.Count % 2 == 0).ConfigureAwait(false);
                var second = await MeasureAsync(process, client, pairs.Count % 2 != 0).ConfigureAwait(false);
                pairs.Add(pairs.Count % 2 == 0 ? (second, first) : (first, second));
            }

            await ends.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(readers).ConfigureAwait(false);
            return Print(pairs, (await client.GetStringAsync(new Uri("metrics", UriKind.Relative)).ConfigureAwait(false)).Length);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static bool Print(List<(double Without, double With)> pairs, int bytes)
    {
        var without = Median(pairs.Select(p => p.Without));
        var scrape = Median(pairs.Select(p => p.With - p.Without)) / ScrapesPerSecond;
        var share = 100 * scrape / PrometheusPeriod / without;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            metrics of a server with the demo's streams and {Listeners} listeners, {pairs.Count} pairs of {Window.TotalSeconds:0} s, medians
              processor time without scraping {without / 1e6:0.0} ms per second, with {ScrapesPerSecond} scrapes per second {Median(pairs.Select(p => p.With)) / 1e6:0.0} ms
              one scrape of {bytes / 1024} kB takes {scrape / 1e6:0.00} ms: {share:0.00} % of the server's processor time at one scrape every {PrometheusPeriod:0} s, {share * PrometheusPeriod:0.0} % at one per second
            """));
        return share < Limit;
    }

    /// <summary>Nanoseconds of processor time per second.</summary>
    private static async Task<double> MeasureAsync(Process process, HttpClient client, bool scrapes)
    {
        var (watch, before) = (Stopwatch.StartNew(), ProcessorTime.Of(process.Id));
        for (var i = 1; i <= ScrapesPerSecond * Window.TotalSeconds; i++)
        {
            if (scrapes) await ScrapeAsync(client).ConfigureAwait(false);
            var rest = TimeSpan.FromSeconds((double)i / ScrapesPerSecond) - watch.Elapsed;
            if (rest > TimeSpan.Zero) await Task.Delay(rest).ConfigureAwait(false);
        }

        return (ProcessorTime.Of(process.Id) - before) / watch.Elapsed.TotalSeconds;
    }

    private static Task<string> ScrapeAsync(HttpClient client) => client.GetStringAsync(new Uri("metrics", UriKind.Relative));

    private static async Task ReadAsync(HttpClient client, string path, CancellationToken cancellation)
    {
        try
        {
            using var body = await client.GetStreamAsync(new Uri(path, UriKind.Relative), cancellation).ConfigureAwait(false);
            await body.CopyToAsync(Stream.Null, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Enough.
        }
    }

    private static Process Start()
    {
        var command = ContinuoProgram.Command;
        return Process.Start(new ProcessStartInfo(command[0], [.. command[1..], "serve", "--demo", "--listen", "127.0.0.1:0"])
        {
            RedirectStandardError = true
        })!;
    }

    private static async Task<Uri> AddressAsync(Process process)
    {
        const string Serving = "serving on ";
        while (await process.StandardError.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (!line.Contains(Serving, StringComparison.Ordinal)) continue;
            _ = process.StandardError.ReadToEndAsync(); // so that it is never blocked
            return new Uri(line[(line.IndexOf(Serving, StringComparison.Ordinal) + Serving.Length)..]);
        }

        throw new InvalidOperationException("the server ended");
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}

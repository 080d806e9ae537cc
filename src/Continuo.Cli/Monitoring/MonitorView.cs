using System.Globalization;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Cli.Reports;
using Spectre.Console;

namespace Continuo.Cli.Monitoring;

/// <summary>A monitored stream as a live view for a terminal of any size, and as a plain line.</summary>
internal static class MonitorView
{
    private const int StatisticsWidth = 34;
    private const int SideBySide = StatisticsWidth + 36;
    private const int WidestChart = 24;

    /// <summary>Lines of markup. If there is no room, lines are omitted from the end: the histogram first, then the statistics.</summary>
    public static IReadOnlyList<string> Live(MonitorReport report, int width, int height)
    {
        List<string> lines = [Heading(report), .. Reason(report)];
        var loudness = $"loudness LUFS  now {LevelBars.Db(report.Loudness.MomentaryLufs)}  3 s "
            + $"{LevelBars.Db(report.Loudness.ShortTermLufs)}  all {LevelBars.Db(report.Loudness.IntegratedLufs)}";
        lines.AddRange(LevelBars.Of(report, width, height - lines.Count - 2));
        lines.Add(loudness);
        var room = height - lines.Count - 1;
        if (room > 0) lines.AddRange(Details(report, width, room));
        if (lines.Count < height) lines.Add("[grey]q quits, r resets the maxima[/]");
        return lines;
    }

    /// <summary>One line for a log.</summary>
    public static string Plain(MonitorReport report)
    {
        var levels = string.Join("  ",
            report.Levels.Select((l,
            i) => $"{LevelBars.ChannelName(i, report.Levels.Count)} {LevelBars.Db(l.PeakDb)}/{LevelBars.Db(l.RmsDb)}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Time(report)}  peak/rms dBFS {levels}  lag {report.LagMs:0.#} ms  dropped {report.DroppedChunks}  missing "
                + $"{Plural.Of(report.GapFrames, "frame")}  p50 {report.CommitToDeliveryMs.P50:0.000} ms  p99 "
                + $"{report.CommitToDeliveryMs.P99:0.000} ms  "
                + $"{report.Health.ToLowerInvariant()}{(report.Reason is { } reason ? $" ({reason})" : "")}");
    }

    private static string Heading(MonitorReport report)
    {
        var colour = report.Health switch
        {
            "Flowing" => "green",
            "Silent" or "Starting" => "yellow",
            "Stopped" => "grey",
            _ => "red",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"[{colour} bold]● {report.Health.ToLowerInvariant()}[/]  {Time(report)}  "
                + $"[bold]{Markup.Escape(TextFit.Clean(report.Description))}[/]  {report.SampleRate} Hz, {report.Channels} ch");
    }

    private static string[] Reason(MonitorReport report) =>
        report.Reason is { } text && text != report.Description ? [$"[grey]{Markup.Escape(TextFit.Clean(text))}[/]"] : [];

    private static List<string> Details(MonitorReport report, int width, int room)
    {
        var statistics = Statistics(report);
        List<string> lines = [.. Latency(report)];
        if (width >= SideBySide)
        {
            var chart = Histogram(report, width - StatisticsWidth - 3);
            for (var i = 0; i < Math.Max(statistics.Count, chart.Count); i++)
            {
                var left = i < statistics.Count ? statistics[i] : "";
                var gap = new string(' ', StatisticsWidth + 2 - TextFit.Columns(Markup.Remove(left)));
                lines.Add(i < chart.Count ? left + gap + chart[i] : left);
            }
        }
        else
        {
            lines.AddRange(statistics);
            var chart = Histogram(report, width);
            if (room >= lines.Count + chart.Count) lines.AddRange(chart);
        }

        return [.. lines.Take(room)];
    }

    private static List<string> Latency(MonitorReport report)
    {
        var (here, device) = (report.CommitToDeliveryMs, report.CaptureToDeliveryMs);
        return
        [
            string.Create(CultureInfo.InvariantCulture,
                $"chunk to here  p50 {here.P50:0.000}  p99 {here.P99:0.000}  max {here.Max:0.000} ms"),
            string.Create(CultureInfo.InvariantCulture,
                $"device to here p50 {device.P50:0.0}  p99 {device.P99:0.0}  max {device.Max:0.0} ms"),
        ];
    }

    private static List<string> Statistics(MonitorReport report) =>
    [
        Row("lag", string.Create(CultureInfo.InvariantCulture, $"{report.LagMs:0.#} ms")),
        Row("dropped: overrun", Alarming(report.DroppedByReason.Overrun)),
        Row("dropped: late", Alarming(report.DroppedByReason.Late)),
        Row("dropped: shed", Alarming(report.DroppedByReason.Shed)),
        Row("gaps", Alarming(report.Gaps)),
        Row("missing frames", Alarming(report.GapFrames)),
        Row("filled frames", Number(report.FilledFrames)),
        Row("silent chunks", Number(report.SilentChunks)),
        Row("stalls", Alarming(report.Stalls)),
        Row("reconnects", Alarming(report.Reconnects)),
        Row("drift", string.Create(CultureInfo.InvariantCulture, $"{report.DriftPpm:0.0} ppm")),
        Row("chunks", Number(report.Chunks)),
        Row("chunks per wake-up", string.Create(CultureInfo.InvariantCulture, $"{report.ChunksPerWakeUp:0.00}")),
    ];

    private static List<string> Histogram(MonitorReport report, int width)
    {
        var counts = report.Histogram.Max(b => Number(b.Chunks).Length);
        var most = Math.Max(1, report.Histogram.Max(b => b.Chunks));
        var chart = Math.Clamp(width - counts - 9, 1, WidestChart);
        var lines = new List<string> { "[grey]ms from chunk to here[/]" };
        foreach (var bar in report.Histogram)
        {
            var length = bar.Chunks == 0 ? 0 : Math.Max(1, (int)Math.Round((double)bar.Chunks / most * chart));
            var label = bar.UpToMs is { } limit ? string.Create(CultureInfo.InvariantCulture, $"≤ {limit}") : "more";
            var padding = new string(' ', chart - length);
            lines.Add($"{label,6} [aqua]{new string('█', length)}[/]{padding} {Number(bar.Chunks).PadLeft(counts)}");
        }

        return lines;
    }

    private static string Row(string name, string value) =>
        $"{name.PadRight(20)}{new string(' ', Math.Max(0, StatisticsWidth - 20 - TextFit.Columns(Markup.Remove(value))))}{value}";

    private static string Time(MonitorReport report) => Durations.Show(TimeSpan.FromSeconds(report.ElapsedSeconds));

    private static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', ' ');

    private static string Alarming(long count) => count == 0 ? "0" : $"[yellow bold]{Number(count)}[/]";
}

using System.Globalization;
using Continuo.Cli.Options;
using Continuo.Cli.Reports;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Continuo.Cli.Monitoring;

/// <summary>A monitored stream as a picture for a terminal, and as a plain line.</summary>
internal static class MonitorView
{
    private const int ChartWidth = 24;

    public static IRenderable Live(MonitorReport report) => new Rows(
        Heading(report),
        LevelBars.Of(report),
        new Columns(Books(report), Latency(report)) { Expand = false },
        new Markup("[grey]q ends, r resets the maxima[/]"));

    /// <summary>One line for a log.</summary>
    public static string Plain(MonitorReport report)
    {
        var levels = string.Join("  ", report.Levels.Select((l, i) => $"{LevelBars.ChannelName(i, report.Levels.Count)} {Db(l.PeakDb)}/{Db(l.RmsDb)}"));
        var dropped = report.Dropped.Overrun + report.Dropped.Late + report.Dropped.Shed;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Time(report)}  peak/rms dBFS {levels}  lag {report.LagMs:0.#} ms  dropped {dropped}  missing {report.GapFrames} frames  p50 {report.CommitToDeliveryMs.P50:0.000} ms  p99 {report.CommitToDeliveryMs.P99:0.000} ms  {report.Health.ToLowerInvariant()}{(report.Reason is { } reason ? $" ({reason})" : "")}");
    }

    private static Markup Heading(MonitorReport report)
    {
        var colour = report.Health switch
        {
            "Flowing" => "green",
            "Silent" or "Starting" => "yellow",
            "Stopped" => "grey",
            _ => "red",
        };
        var reason = report.Reason is { } text && text != report.Source ? $"  [grey]{Markup.Escape(text)}[/]" : "";
        return new Markup(string.Create(
            CultureInfo.InvariantCulture,
            $"[bold]{Markup.Escape(report.Source)}[/]   {report.SampleRate} Hz, {report.Levels.Count} ch   {Time(report)}   [{colour} bold]● {report.Health.ToLowerInvariant()}[/]{reason}"));
    }

    private static Table Books(MonitorReport report)
    {
        var table = new Table().Border(TableBorder.Rounded).Title("books").HideHeaders();
        table.AddColumn("").AddColumn(new TableColumn("").RightAligned());
        table.AddRow("chunks", Number(report.Chunks));
        table.AddRow("lag", string.Create(CultureInfo.InvariantCulture, $"{report.LagMs:0.#} ms"));
        table.AddRow("batch", string.Create(CultureInfo.InvariantCulture, $"{report.BatchChunks:0.00} chunks"));
        table.AddRow("dropped: overrun", Alarming(report.Dropped.Overrun));
        table.AddRow("dropped: late", Alarming(report.Dropped.Late));
        table.AddRow("dropped: shed", Alarming(report.Dropped.Shed));
        table.AddRow("gaps of the source", $"{Alarming(report.Gaps)} ({Number(report.GapFrames)} frames)");
        table.AddRow("filled", $"{Number(report.FilledFrames)} frames");
        table.AddRow("silent", $"{Number(report.SilentChunks)} chunks");
        table.AddRow("reconnects", Alarming(report.Reconnects));
        table.AddRow("drift", string.Create(CultureInfo.InvariantCulture, $"{report.DriftPpm:0.0} ppm"));
        return table;
    }

    private static Table Latency(MonitorReport report)
    {
        var most = Math.Max(1, report.Histogram.Max(b => b.Chunks));
        var table = new Table().Border(TableBorder.Rounded).Title("chunk complete → here");
        table.AddColumn(new TableColumn("ms").RightAligned()).AddColumn(new TableColumn("").Width(ChartWidth)).AddColumn(new TableColumn("chunks").RightAligned());
        foreach (var bar in report.Histogram)
        {
            var width = bar.Chunks == 0 ? 0 : Math.Max(1, (int)Math.Round((double)bar.Chunks / most * ChartWidth));
            var label = bar.UpToMs is { } limit ? string.Create(CultureInfo.InvariantCulture, $"≤ {limit}") : "more";
            table.AddRow(label, $"[aqua]{new string('█', width)}[/]", Number(bar.Chunks));
        }

        var (here, device) = (report.CommitToDeliveryMs, report.CaptureToDeliveryMs);
        table.Caption(string.Create(CultureInfo.InvariantCulture, $"p50 {here.P50:0.000}  p99 {here.P99:0.000}  max {here.Max:0.000}; from the device p50 {device.P50:0.0}  p99 {device.P99:0.0}"));
        return table;
    }

    private static string Time(MonitorReport report) => Durations.Show(TimeSpan.FromSeconds(report.Seconds));

    private static string Db(double? db) => db is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value:0.0}") : "-∞";

    private static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', ' ');

    private static string Alarming(long count) => count == 0 ? "0" : $"[yellow bold]{Number(count)}[/]";
}

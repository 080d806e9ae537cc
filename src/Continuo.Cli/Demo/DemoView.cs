using System.Globalization;
using Continuo.Audio;
using Continuo.Cli.Output;
using Continuo.Cli.Reports;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Continuo.Cli.Demo;

/// <summary>The demo's books as a table for a terminal, and as plain lines.</summary>
internal static class DemoView
{
    public static IRenderable Live(DemoReport report, float peak)
    {
        var bar = MeterBar.Of(peak, 32);
        var heading = string.Create(CultureInfo.InvariantCulture, $"[bold]continuo demo[/]   one writer, many readers, nobody waits   [aqua]{bar}[/] {Decibels.FromGain(peak),6:0.0} dBFS   {report.Seconds,5:0.0} s");
        return new Rows(new Markup(heading), Table(report));
    }

    public static Table Table(DemoReport report)
    {
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumn("consumer");
        foreach (var title in new[] { "written", "read", "overrun", "late", "stopped", "pending", "lag", "faults", "p50", "p99" })
        {
            table.AddColumn(new TableColumn(title).RightAligned());
        }

        foreach (var c in report.Consumers)
        {
            table.AddRow(
                $"[bold]{Markup.Escape(c.Name)}[/]\n[grey]{Markup.Escape(c.Manner)}[/]",
                $"{c.Written}",
                $"[green]{c.Read}[/]",
                Alarming(c.Dropped.Overrun),
                Alarming(c.Dropped.Late),
                Alarming(c.Dropped.Stopped),
                $"{c.Pending}",
                Milliseconds(c.LagMs),
                Alarming(c.Faults),
                Milliseconds(c.CommitToDeliveryMs.P50),
                Milliseconds(c.CommitToDeliveryMs.P99));
        }

        return table;
    }

    /// <summary>The summary without any decoration.</summary>
    public static string Plain(DemoReport report)
    {
        var lines = report.Consumers.Select(c => string.Create(
            CultureInfo.InvariantCulture,
            $"{c.Name,-20} {c.Written,6} = {c.Read,6} read + {c.Dropped.Overrun,5} overrun + {c.Dropped.Late,5} late + {c.Dropped.Stopped,3} stopped + {c.Pending,4} pending  {(c.SumAgrees ? "ok" : "WRONG"),-5}  p50 {c.CommitToDeliveryMs.P50:0.###} ms, p99 {c.CommitToDeliveryMs.P99:0.###} ms{(c.Faults > 0 ? $", {c.Faults} faults" : "")}"));
        return string.Join('\n', lines);
    }

    /// <summary>One line on the way.</summary>
    public static string Progress(DemoReport report)
    {
        var consumers = report.Consumers.Select(c => $"{c.Name}: {c.Read} read, {c.Dropped.Overrun + c.Dropped.Late} lost");
        return string.Create(CultureInfo.InvariantCulture, $"{report.Seconds,4:0.0} s  {string.Join("; ", consumers)}");
    }

    /// <summary>What it all means.</summary>
    public static string Closing(DemoReport report)
    {
        var good = report.Consumers[0];
        var sums = report.SumsAgree ? "written = read + dropped + pending for every consumer" : "THE SUMS DO NOT AGREE";
        var lost = good.Dropped.Overrun + good.Dropped.Late;
        return string.Create(CultureInfo.InvariantCulture, $"{report.Chunks} chunks in {report.Seconds:0.00} s; the recorder beside the slow and the crashing consumer lost {lost}; {sums}.\n{report.File}: {report.Frames} frames. Listen to it.");
    }

    private static string Alarming(long count) => count == 0 ? "[grey]0[/]" : $"[yellow]{count}[/]";

    private static string Milliseconds(double value) => value switch
    {
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{value * 1000:0} µs"),
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{value:0.0} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value / 1000:0.00} s"),
    };
}

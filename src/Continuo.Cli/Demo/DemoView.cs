using System.Globalization;
using Continuo.Audio;
using Continuo.Cli.Output;
using Continuo.Cli.Reports;
using Spectre.Console;

namespace Continuo.Cli.Demo;

/// <summary>The demo's statistics as a table for a terminal, and as plain lines.</summary>
internal static class DemoView
{
    /// <summary>Lines of markup that fit into the width.</summary>
    public static IReadOnlyList<string> Live(DemoReport report, float peak, int width)
    {
        var bar = MeterBar.Of(peak, Math.Clamp(width - 35, 4, 32));
        return
        [
            string.Create(CultureInfo.InvariantCulture,
                $"[bold]continuo demo[/] {report.Seconds,5:0.0} s  [aqua]{bar}[/] {Decibels.FromGain(peak),6:0.0} dBFS"),
            "one writer, many readers, no one waits",
            "",
            .. Table(report).Lines(width),
        ];
    }

    private static FittingTable Table(DemoReport report)
    {
        var table = new FittingTable()
            .Column("consumer", 0, isNumber: false).Column("written", 3).Column("read", 1).Column("overrun", 2).Column("late",
            2).Column("stopped", 9).Column("pending", 5)
            .Column("lag", 4).Column("faults", 6).Column("p50", 8).Column("p99", 7);
        foreach (var c in report.Consumers)
        {
            table.Row(
                $"[bold]{Markup.Escape(c.Name)}[/]",
                $"{c.WrittenChunks}",
                $"[green]{c.ReadChunks}[/]",
                Alarming(c.DroppedByReason.Overrun),
                Alarming(c.DroppedByReason.Late),
                Alarming(c.StoppedChunks),
                $"{c.PendingChunks}",
                Milliseconds(c.LagMs),
                Alarming(c.Faults),
                Milliseconds(c.CommitToDeliveryMs.P50),
                Milliseconds(c.CommitToDeliveryMs.P99));
        }

        return table;
    }

    /// <summary>The summary without markup.</summary>
    public static string Plain(DemoReport report)
    {
        var lines = report.Consumers.Select(c => string.Create(
            CultureInfo.InvariantCulture,
            $"{c.Name,-20} {c.WrittenChunks,6} = {c.ReadChunks,6} read + {c.DroppedByReason.Overrun,5} overrun + "
                + $"{c.DroppedByReason.Late,5} late + {c.StoppedChunks,3} stopped + {c.PendingChunks,4} pending  "
                + $"{(c.SumAgrees ? "ok" : "WRONG"),-5}  p50 {c.CommitToDeliveryMs.P50:0.###} ms, p99 {c.CommitToDeliveryMs.P99:0.###} "
                + $"ms{(c.Faults > 0 ? $", {Plural.Of(c.Faults, "fault")}" : "")}"));
        return string.Join('\n', lines);
    }

    /// <summary>One line during the run.</summary>
    public static string Progress(DemoReport report)
    {
        var consumers = report.Consumers.Select(c => $"{c.Name}: {c.ReadChunks} read, {c.DroppedChunks} lost");
        return string.Create(CultureInfo.InvariantCulture, $"{report.Seconds,4:0.0} s  {string.Join("; ", consumers)}");
    }

    /// <summary>Explains the result.</summary>
    public static string Closing(DemoReport report)
    {
        var good = report.Consumers[0];
        var sums = report.SumsAgree ? "written = read + dropped + pending for every consumer" : "THE SUMS DO NOT AGREE";
        return string.Create(CultureInfo.InvariantCulture,
            $"{report.Chunks} chunks in {report.Seconds:0.00} s; despite the slow and the crashing consumer the recorder lost "
            + $"{good.DroppedChunks}; {sums}.\n{report.Sink}: {report.Frames} frames. Listen to it.");
    }

    private static string Alarming(long count) => count == 0 ? "[grey]0[/]" : $"[yellow]{count}[/]";

    private static string Milliseconds(double value) => value switch
    {
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{value * 1000:0} µs"),
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{value:0.0} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value / 1000:0.00} s"),
    };
}

using System.Globalization;
using System.Text;
using Continuo.Cli.Output;
using Continuo.Cli.Reports;
using Spectre.Console;

namespace Continuo.Cli.Monitoring;

/// <summary>The levels of all channels as bars: solid to the RMS, shaded to the peak, a mark at the maximum.</summary>
internal static class LevelBars
{
    private const int Width = 48;
    private const double YellowDb = -18;
    private const double RedDb = -6;

    public static Table Of(MonitorReport report)
    {
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumn("").AddColumn(new TableColumn("−60 … 0 dBFS").Width(Width));
        foreach (var title in new[] { "peak", "rms", "max" }) table.AddColumn(new TableColumn(title).RightAligned().Width(6));
        table.AddColumn(new TableColumn("").Width(4));
        for (var channel = 0; channel < report.Levels.Count; channel++)
        {
            var level = report.Levels[channel];
            table.AddRow(ChannelName(channel, report.Levels.Count), Bar(level), Db(level.PeakDb), Db(level.RmsDb), Db(level.MaxPeakDb), level.Clipped ? "[red bold]CLIP[/]" : "");
        }

        var loudness = report.Loudness;
        table.Caption($"loudness  momentary {Db(loudness.Momentary)}  short-term {Db(loudness.ShortTerm)}  integrated {Db(loudness.Integrated)} LUFS");
        return table;
    }

    /// <summary>L and R for stereo, else numbers from 1.</summary>
    public static string ChannelName(int channel, int channels) => channels == 2 ? (channel == 0 ? "L" : "R") : $"{channel + 1}";

    private static string Bar(LevelReport level)
    {
        var (rms, peak, max) = (Cells(level.RmsDb), Cells(level.PeakDb), Cells(level.MaxPeakDb));
        var bar = new StringBuilder();
        for (var cell = 0; cell < Width; cell++)
        {
            var db = MeterBar.FloorDb * (1 - ((double)cell / Width));
            var colour = db >= RedDb ? "red" : db >= YellowDb ? "yellow" : "green";
            var sign = cell < rms ? '█' : cell < peak ? '▒' : cell == max - 1 ? '│' : ' ';
            bar.Append(CultureInfo.InvariantCulture, $"[{colour}]{sign}[/]");
        }

        return bar.ToString();
    }

    private static int Cells(double? db) => db is { } value ? (int)Math.Round(Math.Clamp(1 - (value / MeterBar.FloorDb), 0, 1) * Width) : 0;

    private static string Db(double? db) => db is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value:0.0}") : "-∞";
}

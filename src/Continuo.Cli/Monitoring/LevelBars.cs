using System.Globalization;
using System.Text;
using Continuo.Cli.Output;
using Continuo.Cli.Reports;

namespace Continuo.Cli.Monitoring;

/// <summary>
/// The levels of all channels as bars: solid up to the RMS, shaded up to the peak, a mark at the maximum. Lines of markup.
/// </summary>
internal static class LevelBars
{
    private const int WidestBar = 60;
    private const int NarrowestBar = 10;
    private const int NumberWidth = 7;
    private const double YellowDb = -18;
    private const double RedDb = -6;

    /// <summary>
    /// A title line, and one line per channel; if there are more than <paramref name="height"/> allows, the last line shows the loudest of
    /// the rest.
    /// </summary>
    public static IReadOnlyList<string> Of(MonitorReport report, int width, int height)
    {
        var (levels, names) = (report.Levels, Math.Max(1, $"{report.Levels.Count}".Length) + 1);
        var numbers = Math.Clamp((width - names - NarrowestBar) / NumberWidth, 0, 3);
        var bar = Math.Clamp(width - names - (numbers * NumberWidth) - 5, 1, WidestBar);
        string[] titles = ["peak", "rms", "max"];
        var head = string.Concat(titles.Take(numbers).Select(t => t.PadLeft(NumberWidth)));
        var lines = new List<string> { $"[grey]{new string(' ', names)}{TextFit.Pad(bar < 14 ? "dBFS" : "−60 … 0 dBFS", bar)}{head}[/]" };
        var shown = levels.Count <= height - 1 ? levels.Count : Math.Max(1, height - 2);
        for (var channel = 0; channel < shown; channel++)
        {
            var level = levels[channel];
            double?[] values = [level.PeakDb, level.RmsDb, level.MaxPeakDb];
            var figures = string.Concat(values.Take(numbers).Select(v => Db(v).PadLeft(NumberWidth)));
            var clip = level.Clipped ? " [red bold]CLIP[/]" : "";
            lines.Add($"{ChannelName(channel, levels.Count).PadRight(names)}{Bar(level, bar)}{figures}{clip}");
        }

        if (shown < levels.Count)
        {
            lines.Add($"[grey]{levels.Count - shown} more, the loudest at {Db(levels.Skip(shown).Max(l => l.PeakDb))} dBFS[/]");
        }

        return lines;
    }

    /// <summary>L and R for stereo, otherwise numbers from 1.</summary>
    public static string ChannelName(int channel, int channels) => channels == 2 ? (channel == 0 ? "L" : "R") : $"{channel + 1}";

    /// <summary>A level as text.</summary>
    public static string Db(double? db) => db is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value:0.0}") : "-∞";

    private static string Bar(LevelReport level, int width)
    {
        var (rms, peak, max) = (Cells(level.RmsDb, width), Cells(level.PeakDb, width), Cells(level.MaxPeakDb, width));
        var bar = new StringBuilder();
        for (var cell = 0; cell < width; cell++)
        {
            var db = MeterBar.FloorDb * (1 - ((double)cell / width));
            var colour = db >= RedDb ? "red" : db >= YellowDb ? "yellow" : "green";
            var sign = cell < rms ? '█' : cell < peak ? '▒' : cell == max - 1 ? '│' : ' ';
            bar.Append(CultureInfo.InvariantCulture, $"[{colour}]{sign}[/]");
        }

        return bar.ToString();
    }

    private static int Cells(double? db, int width) =>
        db is { } value ? (int)Math.Round(Math.Clamp(1 - (value / MeterBar.FloorDb), 0, 1) * width) : 0;
}

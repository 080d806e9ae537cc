using System.Globalization;
using Continuo.Audio;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Playing;
using Spectre.Console;

namespace Continuo.Cli.Play;

/// <summary>The view of playback: transport, tracks with meters and faders, budget.</summary>
internal static class PlayView
{
    private const int WidestMeter = 20;
    private const int NarrowestMeter = 6;
    private const int WidestName = 40;
    private const int FixedLines = 7; // transport, titles, master, write-ahead, budget, keys

    /// <summary>Lines of markup that fit into the height; the selected track is always among them.</summary>
    public static IReadOnlyList<string> Of(PlayStatus now, int chosen, int width, int height)
    {
        var meter = Math.Clamp(width / 4, NarrowestMeter, WidestMeter);
        var name = Math.Clamp(width - meter - 8, 8, WidestName);
        var table = new FittingTable().Column("", 0, isNumber: false).Column("track", 0, isNumber: false).Column("level", 1,
            isNumber: false).Column("gain", 2).Column("pan", 4).Column("", 3, isNumber: false);
        var shown = Math.Clamp(height - FixedLines, 1, Math.Max(1, now.Tracks.Count));
        var first = Math.Clamp(chosen - shown + 1, 0, Math.Max(0, now.Tracks.Count - shown));
        for (var i = first; i < Math.Min(now.Tracks.Count, first + shown); i++)
        {
            var track = now.Tracks[i];
            var text = TextFit.Clean(track.Name + (track.Failure is { } failure ? $": {failure}" : ""));
            table.Row(
                i == chosen ? "[aqua]>[/]" : " ",
                $"{(track.Failure is null ? "" : "[red]")}{Markup.Escape(TextFit.Cut(text, name))}{(track.Failure is null ? "" : "[/]")}",
                $"[green]{MeterBar.Of(track.Level, meter)}[/]",
                string.Create(CultureInfo.InvariantCulture, $"{track.Settings.GainDb:0.0} dB"),
                string.Create(CultureInfo.InvariantCulture, $"{track.Settings.Pan:0.0}"),
                (track.Settings.Mute ? "[red]M[/]" : " ") + (track.Settings.Solo ? "[yellow]S[/]" : " "));
        }

        var loudness = double.IsFinite(now.ShortTerm) ? string.Create(CultureInfo.InvariantCulture, $"{now.ShortTerm:0.0} LUFS") : "";
        table.Row("", "[bold]master[/]", $"[green]{MeterBar.Of(now.Level, meter)}[/]",
            string.Create(CultureInfo.InvariantCulture, $"{Math.Max(MeterBar.FloorDb, Decibels.FromGain((float)now.Level)):0.0} dB"),
            loudness, "");
        return [Transport(now, width), .. table.Lines(width), $"[grey]{Markup.Escape(now.Ahead)}[/]", Budget(now), .. Keys(now, width)];
    }

    private static string Transport(PlayStatus now, int width)
    {
        var of = now.Length >= 0 ? " / " + Durations.Show(now.Format.ToTime(now.Length)) : "";
        var share = now.Length > 0 ? (double)now.Position / now.Length : 0;
        var sign = now.State switch
        {
            PlayerState.Playing => "[green]▶[/]",
            PlayerState.Paused => "[yellow]‖[/]",
            _ => "■",
        };
        var loop = now.Loop is { } region
            ? $"  loop {Durations.Show(now.Format.ToTime(region.Start))}-{Durations.Show(now.Format.ToTime(region.End))}"
            : "";
        return $"{sign} {Durations.Show(now.Format.ToTime(now.Position))}{of}  "
            + $"[aqua]{MeterBar.Part(share, Math.Clamp(width - 50, 4, 30))}[/]{loop}";
    }

    private static string Budget(PlayStatus now)
    {
        var problem = now.Problem is { } lost ? $"  [red]{Markup.Escape(lost)}[/]" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"budget p50 {now.BudgetP50Percent:0.0} %  p99 {now.BudgetP99Percent:0.0} %  xruns {now.Xruns}{problem}");
    }

    private static IEnumerable<string> Keys(PlayStatus now, int width) =>
        TextFit.Wrap($"space pause  ← → 5 s  ↑ ↓ track  m mute  s solo  + - gain  {now.Keys}", width,
            indent: 0).Split('\n').Select(l => $"[grey]{Markup.Escape(l)}[/]");
}

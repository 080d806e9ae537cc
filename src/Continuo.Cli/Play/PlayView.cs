using System.Globalization;
using Continuo.Audio;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Playing;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Continuo.Cli.Play;

/// <summary>A piece at work: transport, tracks with meters and faders, budget.</summary>
internal static class PlayView
{
    private const int MeterWidth = 20;

    public static IRenderable Of(PlayStatus now, int chosen)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var title in new[] { "", "track", "level", "gain", "pan", "" }) table.AddColumn(title);
        for (var i = 0; i < now.Tracks.Count; i++)
        {
            var track = now.Tracks[i];
            var marks = (track.Settings.Mute ? "[red]M[/]" : " ") + (track.Settings.Solo ? "[yellow]S[/]" : " ");
            var trouble = track.Failure is { } failure ? $" [red]{Markup.Escape(failure)}[/]" : "";
            table.AddRow(
                i == chosen ? "[aqua]>[/]" : " ",
                Markup.Escape(track.Name) + trouble,
                $"[green]{MeterBar.Of(track.Level, MeterWidth)}[/]",
                string.Create(CultureInfo.InvariantCulture, $"{track.Settings.GainDb,6:0.0} dB"),
                string.Create(CultureInfo.InvariantCulture, $"{track.Settings.Pan,5:0.0}"),
                marks);
        }

        var loudness = double.IsFinite(now.ShortTerm) ? string.Create(CultureInfo.InvariantCulture, $"{now.ShortTerm,5:0.0} LUFS") : "";
        table.AddRow("", "[bold]master[/]", $"[green]{MeterBar.Of(now.Level, MeterWidth)}[/]", string.Create(CultureInfo.InvariantCulture, $"{Math.Max(MeterBar.FloorDb, Decibels.FromGain((float)now.Level)),6:0.0} dB"), loudness, "");
        return new Rows(new Markup(Transport(now)), table, new Markup($"[grey]{Markup.Escape(now.Ahead)}[/]"), new Markup(Budget(now)));
    }

    private static string Transport(PlayStatus now)
    {
        var of = now.Length >= 0 ? " / " + Durations.Show(now.Format.ToTime(now.Length)) : "";
        var share = now.Length > 0 ? (double)now.Position / now.Length : 0;
        var sign = now.State switch
        {
            PlayerState.Playing => "[green]▶[/]",
            PlayerState.Paused => "[yellow]‖[/]",
            _ => "■",
        };
        var loop = now.Loop is { } region ? $"  loop {Durations.Show(now.Format.ToTime(region.Start))}-{Durations.Show(now.Format.ToTime(region.End))}" : "";
        return $"{sign} {Durations.Show(now.Format.ToTime(now.Position))}{of}  [aqua]{MeterBar.Part(share, 30)}[/]{loop}";
    }

    private static string Budget(PlayStatus now)
    {
        var trouble = now.Trouble is { } lost ? $"  [red]{Markup.Escape(lost)}[/]" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"budget p50 {now.BudgetP50Percent:0.0} %  p99 {now.BudgetP99Percent:0.0} %  xruns {now.Xruns}{trouble}\n[grey]space pause  ← → 5 s  ↑ ↓ track  m mute  s solo  + - gain  {now.Keys}[/]");
    }
}

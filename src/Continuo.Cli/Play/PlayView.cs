using System.Globalization;
using Continuo.Audio;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Metering;
using Continuo.Playing;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Continuo.Cli.Play;

/// <summary>A player at work: transport, tracks with meters and faders, budget.</summary>
internal static class PlayView
{
    private const int MeterWidth = 20;

    public static IRenderable Of(Player player, Playback playback, int chosen)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var title in new[] { "", "track", "level", "gain", "pan", "" }) table.AddColumn(title);
        for (var i = 0; i < player.Tracks.Count; i++)
        {
            var track = player.Tracks[i];
            var settings = track.Mix.Settings;
            var marks = (settings.Mute ? "[red]M[/]" : " ") + (settings.Solo ? "[yellow]S[/]" : " ");
            var trouble = track.Failure is { } failure ? $" [red]{Markup.Escape(failure.Happened)}[/]" : "";
            table.AddRow(
                i == chosen ? "[aqua]>[/]" : " ",
                Markup.Escape(track.Name) + trouble,
                $"[green]{MeterBar.Of(Peak(track.Mix.Meters), MeterWidth)}[/]",
                string.Create(CultureInfo.InvariantCulture, $"{settings.GainDb,6:0.0} dB"),
                string.Create(CultureInfo.InvariantCulture, $"{settings.Pan,5:0.0}"),
                marks);
        }

        var master = Peak(player.Mixer.Meters);
        table.AddRow("", "[bold]master[/]", $"[green]{MeterBar.Of(master, MeterWidth)}[/]", string.Create(CultureInfo.InvariantCulture, $"{Math.Max(MeterBar.FloorDb, Decibels.FromGain(master)),6:0.0} dB"), "", "");
        var ahead = Reports.PlayWriteAheadReport.Explain(playback.WriteAhead, player.Options);
        return new Rows(new Markup(Transport(player)), table, new Markup($"[grey]{Markup.Escape(ahead)}[/]"), new Markup(Budget(playback)));
    }

    private static string Transport(Player player)
    {
        var of = player.Length >= 0 ? " / " + Durations.Show(player.Format.ToTime(player.Length)) : "";
        var share = player.Length > 0 ? (double)player.PositionFrames / player.Length : 0;
        var sign = player.State switch
        {
            PlayerState.Playing => "[green]▶[/]",
            PlayerState.Paused => "[yellow]‖[/]",
            _ => "■",
        };
        var loop = player.Loop is { } region ? $"  loop {Durations.Show(player.Format.ToTime(region.Start))}-{Durations.Show(player.Format.ToTime(region.End))}" : "";
        return $"{sign} {Durations.Show(player.Position)}{of}  [aqua]{MeterBar.Part(share, 30)}[/]{loop}";
    }

    private static string Budget(Playback playback)
    {
        var budget = playback.Monitor.Report();
        var trouble = playback.Trouble is { } lost ? $"  [red]{Markup.Escape(lost.Happened)}[/]" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"budget p50 {budget.P50Percent:0.0} %  p99 {budget.P99Percent:0.0} %  xruns {budget.Xruns}{trouble}\n[grey]space pause  ← → 5 s  ↑ ↓ track  m mute  s solo  + - gain  q quit[/]");
    }

    private static double Peak(AudioMeter? meter)
    {
        var peak = 0f;
        if (meter?.Levels is not { } levels) return peak;
        for (var channel = 0; channel < 2; channel++) peak = Math.Max(peak, levels.Peak(channel));
        return peak;
    }
}

using System.Globalization;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Cli.Reports.Desk;
using Spectre.Console;

namespace Continuo.Cli.Desk;

/// <summary>A desk as a live view for a terminal of any size, and as a plain line.</summary>
internal static class DeskView
{
    private const string Keys = "↑↓ person  ←→ volume  0 100 %  m mute  s solo  1-9 groups  q quit\n"
        + "r record  p replay  P replay of the person  F1-F9 announcements";
    private const int WidestMeter = 24;
    private const int NarrowestMeter = 6;
    private const int WidestName = 24;
    private const int FallDb = 3; // per draw

    /// <summary>Lines of markup that fit into the height; the selected person is always among them.</summary>
    /// <param name="desk">The state.</param>
    /// <param name="meters">Levels as shown, by person.</param>
    /// <param name="chosen">The selected person.</param>
    /// <param name="message">What happened last.</param>
    /// <param name="width">Columns of the terminal.</param>
    /// <param name="height">Its rows.</param>
    public static IReadOnlyList<string> Live(DeskReport desk, DeskMeters meters, int chosen, string? message, int width, int height)
    {
        var keys = TextFit.Wrap(Keys, width, indent: 0).Split('\n');
        List<string> below =
        [
            "",
            Line("groups", desk.Groups.Select(
                (g, i) => g.IsOn ? $"[green]{i + 1} {Text(g.Name)}[/]" : $"[grey]{i + 1} {Text(g.Name)} off[/]")),
            Line("in", desk.Channels.Select(Link)),
            Line("out", desk.Outputs.Select(Link)),
            .. desk.Playing.Count == 0 ? Array.Empty<string>() : [Line("playing", desk.Playing.Select(p => $"[aqua]{Text(p)}[/]"))],
            message is null ? "" : $"[yellow]{Text(message)}[/]",
            .. keys.Select(k => $"[grey]{Markup.Escape(k)}[/]"),
        ];
        var room = Math.Max(1, height - below.Count - 2);
        var table = Table(desk, meters, chosen, width, room);
        return [Heading(desk, meters, width), .. table, .. below.TakeLast(Math.Max(0, height - 1 - table.Count))];
    }

    /// <summary>One line for a log.</summary>
    public static string Plain(DeskReport desk)
    {
        var speaking = desk.Persons.Where(p => p.IsSpeaking).Select(p => p.Name).ToArray();
        return string.Create(CultureInfo.InvariantCulture,
            $"{Durations.Show(TimeSpan.FromSeconds(desk.ElapsedSeconds))}  mix {Db(desk.PeakDb)} dBFS  "
                + $"{Plural.Of(desk.Persons.Count, "person")}"
                + $"{(speaking.Length == 0 ? ", silent" : $", speaking: {string.Join(", ", speaking.Take(8))}")}");
    }

    /// <summary>A level as it falls: up at once, down slowly.</summary>
    public static double Fall(double shown, double? now) => Math.Max(shown - FallDb, now ?? MeterBar.FloorDb);

    private static string Heading(DeskReport desk, DeskMeters meters, int width)
    {
        var bar = Math.Clamp(width - 48 - TextFit.Columns(desk.Name), NarrowestMeter, 30);
        return $"[bold]{Text(desk.Name)}[/]  {Durations.Show(TimeSpan.FromSeconds(desk.ElapsedSeconds))}  mix "
            + $"[green]{MeterBar.Part(Share(meters.Mix), bar)}[/] {Db(desk.PeakDb),5} dBFS{Recording(desk.Recording)}";
    }

    private static string Recording(DeskRecording? recording) => recording switch
    {
        null => "",
        { Problem: null } => $"  [red]● {Durations.Show(TimeSpan.FromSeconds(recording.Seconds))}[/]",
        _ => "  [red bold]● disk[/]",
    };

    private static IReadOnlyList<string> Table(DeskReport desk, DeskMeters meters, int chosen, int width, int room)
    {
        if (desk.Persons.Count == 0) return ["[grey]No one is there yet.[/]"];
        var meter = Math.Clamp(width / 4, NarrowestMeter, WidestMeter);
        var name = Math.Clamp(width - meter - 20, 8, WidestName);
        var table = new FittingTable().Column("", 0, isNumber: false).Column("name", 0, isNumber: false).Column("level", 1, isNumber: false)
            .Column("volume", 2).Column("", 3, isNumber: false).Column("group", 4, isNumber: false);
        var shown = Math.Min(desk.Persons.Count, Math.Max(1, room - 1));
        var first = Math.Clamp(chosen - shown + 1, 0, desk.Persons.Count - shown);
        for (var i = first; i < first + shown; i++)
        {
            var person = desk.Persons[i];
            table.Row(
                (i == chosen ? "[aqua]>[/]" : " ") + (person.IsSpeaking ? "[green]●[/]" : "[grey]○[/]"),
                Markup.Escape(TextFit.Cut(TextFit.Clean(person.Name), name)),
                $"[{(IsHeard(person, desk) ? "green" : "grey")}]{MeterBar.Part(Share(meters.Of(person.Id)), meter)}[/]",
                string.Create(CultureInfo.InvariantCulture, $"{person.Volume} %"),
                (person.IsMuted ? "[red]M[/]" : " ") + (person.IsSolo ? "[yellow]S[/]" : " "),
                person.IsGroupOn ? Text(person.Group) : $"[grey]{Text(person.Group)} off[/]");
        }

        return table.Lines(width);
    }

    private static bool IsHeard(DeskPerson person, DeskReport desk) =>
        person is { IsMuted: false, IsGroupOn: true, Volume: > 0 } && (person.IsSolo || !desk.Persons.Any(p => p.IsSolo));

    private static string Link(DeskLinkReport link) => link.State switch
    {
        nameof(DeskLinkState.Open) => $"[green]{Text(link.Name)}[/]",
        nameof(DeskLinkState.Ended) => $"[grey]{Text(link.Name)} ended[/]",
        nameof(DeskLinkState.Failed) => $"[red]{Text(link.Name)} failed[/]",
        _ => $"[yellow]{Text(link.Name)} connecting[/]",
    };

    private static string Line(string title, IEnumerable<string> items) =>
        $"{title,-8}{string.Join("  ", items.DefaultIfEmpty("[grey]none[/]"))}";

    private static double Share(double db) => 1 - (db / MeterBar.FloorDb);

    private static string Db(double? db) => db is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value:0.0}") : "-∞";

    private static string Text(string text) => Markup.Escape(TextFit.Clean(text));
}

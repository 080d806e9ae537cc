using Continuo.Cli.Desk;
using Continuo.Cli.Output;
using Continuo.Cli.Reports.Desk;
using Spectre.Console;

namespace Continuo.Cli.Tests.Desk;

public sealed class DeskViewTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(39)]
    public void Forty_persons_fit_into_80_by_24_and_the_selected_one_is_shown(int chosen)
    {
        var lines = View(Report(40), chosen, 79, 24);

        Assert.InRange(lines.Length, 20, 24);
        Assert.All(lines, l => Assert.InRange(TextFit.Columns(l), 0, 79));
        Assert.Contains(lines, l => l.StartsWith('>') && l.Contains($"Person {chosen} ", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("m mute", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("1 Track 1", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("Jingle", StringComparison.Ordinal));
        Assert.Contains("● 1:01:01.0", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Each_person_has_a_talk_light_name_meter_volume_flags_and_group_in_columns()
    {
        var lines = View(Report(3), 1, 79, 24);

        Assert.StartsWith(" ○  Person 0", lines[2], StringComparison.Ordinal);
        Assert.StartsWith(">●  Person 1", lines[3], StringComparison.Ordinal);
        Assert.Contains("█", lines[3], StringComparison.Ordinal);
        Assert.Contains("50 %  MS  Track 2 off", lines[3], StringComparison.Ordinal);
        Assert.Equal(lines[2].IndexOf("Track", StringComparison.Ordinal), lines[3].IndexOf("Track", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(20, 5)]
    [InlineData(10, 3)]
    [InlineData(200, 60)]
    public void Any_terminal_has_a_view(int width, int height) => Assert.InRange(View(Report(12), 5, width, height).Length, 1, height);

    [Fact]
    public void Who_is_not_there_is_no_row() =>
        Assert.Contains(View(Report(0), 0, 79, 24), l => l.Contains("No one is there yet.", StringComparison.Ordinal));

    [Fact]
    public void Levels_rise_at_once_and_fall_slowly()
    {
        var meters = new DeskMeters();
        var loud = Report(2);
        meters.Take(loud);
        Assert.Equal(-20, meters.Of("1"));
        meters.Take(loud with { Persons = [.. loud.Persons.Select(p => p with { LevelDb = null })] });
        Assert.Equal(-23, meters.Of("1"));
        meters.Take(loud with { Persons = [] });
        Assert.Equal(-60, meters.Of("1"));
    }

    private static string[] View(DeskReport report, int chosen, int width, int height)
    {
        var meters = new DeskMeters();
        meters.Take(report);
        return [.. DeskView.Live(report, meters, chosen, "Guest [x]: connected", width, height).Select(Markup.Remove)];
    }

    private static DeskReport Report(int persons) => new(
        "desk",
        61.5,
        -12.3,
        [
            .. Enumerable.Range(0, persons).Select(i => new DeskPerson($"{i}", $"Person {i} [a]", "one",
                i == 1 ? "Track 2" : "Track 1", i != 1,
                i == 1 ? -20 : null, i == 1, i == 1 ? 50 : 100, i == 1, i == 1, 0)),
        ],
        [new DeskGroup("Track 1", true), new DeskGroup("Track 2", false)],
        [new DeskLinkReport("one", "tone:440", "Open", null), new DeskLinkReport("two", "rtp://:5004", "Connecting", "away")],
        [new DeskLinkReport("out", "null:", "Failed", "no")],
        new DeskRecording("take", 3661, 3, null),
        ["Jingle"]);
}

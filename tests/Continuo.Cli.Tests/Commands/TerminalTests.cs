using Continuo.Cli.Output;
using Continuo.Cli.Tests.Processes;

namespace Continuo.Cli.Tests.Commands;

/// <summary>Nothing is wider than the terminal, whatever its size.</summary>
public sealed class TerminalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("--help")]
    [InlineData("record --help")]
    [InlineData("simulate --help")]
    [InlineData("help addresses")]
    [InlineData("doctor")]
    [InlineData("simulate --list")]
    [InlineData("simulate --trace steady --trace spike-600 --duration 5s")]
    [InlineData("record app:no-such-program-with-a-very-long-name-that-fits-into-no-line-of-forty-columns x.wav")]
    [InlineData("record tone:440 take.wav --duration 1s --force")]
    [InlineData("monitor tone:440 --duration 1500ms")]
    [InlineData("monitor tone:440 --channels 12 --duration 1s")]
    [InlineData("play tone:440?seconds=1 noise:pink?seconds=1 --to null:")]
    public void No_line_is_wider_than_the_terminal(string line)
    {
        foreach (var columns in new[] { 80, 60, 40, 20 })
        {
            var seen = PseudoTerminal.Run(_folder.Path, columns, 24, "", line.Split(' '));
            Assert.True(seen.Widest <= columns, $"{columns} columns: '{seen.Lines.MaxBy(TextFit.Columns)}'");
            Assert.True(seen.Raw.Length > 20);
        }
    }

    [Fact]
    public void The_demo_fits()
    {
        var seen = PseudoTerminal.Run(_folder.Path, 60, 24, "", "demo");
        Assert.InRange(seen.Widest, 20, 60);
        Assert.Contains(seen.LastPicture, l => l.StartsWith("slow, MaxLag 200 ms", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(60)]
    [InlineData(30)]
    public void Progress_stays_on_its_line(int columns)
    {
        var seen = PseudoTerminal.Run(_folder.Path, columns, 24, "", "record", "tone:440", "take.wav", "--duration", "1500ms", "--force");
        Assert.True(seen.Raw.Split('\r').Length > 8, "the line is drawn again and again");
        Assert.InRange(seen.LineFeeds, 1, 10);
    }

    [Fact]
    public void The_monitor_shows_all_that_matters_on_a_terminal_of_the_usual_size()
    {
        var picture = PseudoTerminal.Run(_folder.Path, 80, 24, "", "monitor", "tone:440?level=-12", "--duration", "2s").LastPicture;
        Assert.InRange(picture.Length, 10, 24);
        var all = string.Join('\n', picture);
        foreach (var word in new[]
        {
            "flowing", "tone of 440 Hz", "\nL █", "\nR █", "-12.0", "loudness", "lag ", "dropped: overrun", "missing frames", "stalls",
            "drift", "≤ 0.05", "p99", "q quits",
        })
        {
            Assert.Contains(word, all, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(40, 12)]
    [InlineData(20, 5)]
    [InlineData(3, 2)]
    public void A_very_small_terminal_shows_the_most_important(int columns, int rows)
    {
        var picture = PseudoTerminal.Run(_folder.Path, columns, rows, "", "monitor", "tone:440", "--duration", "1s").LastPicture;
        Assert.InRange(picture.Length, 1, rows);
        Assert.Contains("●", picture[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_dumb_terminal_gets_lines_without_escape_codes()
    {
        var seen = PseudoTerminal.Run(_folder.Path, 80, 24, "TERM=dumb", "monitor", "tone:440", "--duration", "1500ms");
        Assert.DoesNotContain("\x1b", seen.Raw, StringComparison.Ordinal);
        Assert.Contains("peak/rms dBFS", seen.Raw, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_wants_no_colours_gets_none()
    {
        Assert.Contains("\x1b[32",
            PseudoTerminal.Run(_folder.Path, 80, 24, "", "monitor", "tone:440", "--duration", "1s").Raw, StringComparison.Ordinal);
        var plain = PseudoTerminal.Run(_folder.Path, 80, 24, "NO_COLOR=1", "monitor", "tone:440", "--duration", "1s").Raw;
        Assert.DoesNotMatch(@"\x1b\[[0-9;]*m", plain);
    }

    [Fact]
    public void A_terminal_that_does_not_say_its_size_has_the_usual_one_or_what_the_environment_says()
    {
        Assert.InRange(PseudoTerminal.Run(_folder.Path, 0, 0, "", "--help").Widest, 60, 80);
        Assert.InRange(PseudoTerminal.Run(_folder.Path, 0, 0, "COLUMNS=50", "--help").Widest, 30, 50);
    }

    [Fact]
    public void At_a_terminal_a_file_is_replaced_only_on_request()
    {
        File.WriteAllText(_folder.File("old.wav"), "mine");
        Assert.Contains("--force",
            PseudoTerminal.Run(_folder.Path, 80, 24, "", "record", "tone:440?seconds=0.1", "old.wav").Raw, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(_folder.File("old.wav")));
        PseudoTerminal.Run(_folder.Path, 80, 24, "", "record", "tone:440?seconds=0.1", "old.wav", "--force");
        Assert.NotEqual(4, new FileInfo(_folder.File("old.wav")).Length);
    }

    public void Dispose() => _folder.Dispose();
}

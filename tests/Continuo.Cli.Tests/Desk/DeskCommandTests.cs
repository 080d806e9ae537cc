using System.Text.Json;
using Continuo.Cli.Desk;
using Continuo.Cli.Tests.Processes;

namespace Continuo.Cli.Tests.Desk;

/// <summary>The built program.</summary>
public sealed class DeskCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [RealTimeTest("a desk runs in real time")]
    public void The_example_shows_each_person_every_second()
    {
        var result = Run("desk", "--example", "--seconds", "3", "--json").MustSucceed();

        var reports = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => JsonDocument.Parse(l).RootElement).ToArray();
        Assert.InRange(reports.Length, 2, 4);
        var persons = reports[^1].GetProperty("persons").EnumerateArray().ToArray();
        Assert.Equal(["Anna", "Ben", "Stadium"], persons.Select(p => p.GetProperty("name").GetString()));
        Assert.Equal(-25, persons[0].GetProperty("levelDb").GetDouble(), 0.5);
        Assert.True(persons[0].GetProperty("isSpeaking").GetBoolean());
        Assert.Equal("Open", reports[^1].GetProperty("outputs")[0].GetProperty("state").GetString());
    }

    [Fact]
    [RealTimeTest("a desk runs in real time")]
    public void A_channel_and_an_output_that_fail_hold_up_no_one()
    {
        File.WriteAllText(_folder.File("desk.json"), """
            {
              "channels": { "Anna": "tone:440", "Tape": "missing.wav", "Short": "tone:220?seconds=0.5" },
              "outputs": { "mix": "mix.wav", "lost": "nowhere/mix.wav" }
            }
            """);

        var result = Run("desk", "desk.json", "--duration", "2500ms").MustSucceed();
        var again = Run("desk", "desk.json", "--duration", "1500ms", "--json").MustSucceed();

        Assert.Contains("Tape: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("trying again", result.Error, StringComparison.Ordinal);
        Assert.Contains("Short: it has ended", result.Error, StringComparison.Ordinal);
        Assert.Contains("lost: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("speaking: Anna", result.Output, StringComparison.Ordinal);
        var seconds = CliProcess.Run(_folder.Path, "info", "mix.wav", "--json").MustSucceed().Json.GetProperty("seconds").GetDouble();
        Assert.InRange(seconds, 1.5, 4);

        // An earlier mix is kept.
        Assert.True(File.Exists(_folder.File("mix-2.wav")));
        Assert.Contains("\"state\":\"Failed\"", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    [RealTimeTest("a desk runs in real time")]
    public void The_mix_and_each_person_are_recorded_in_files_of_one_length()
    {
        File.WriteAllText(_folder.File("desk.json"), DeskConfig.Example);

        var result = Run("desk", "desk.json", "--record", "--seconds", "3").MustSucceed();

        var files = Directory.GetFiles(_folder.File("recordings"), "*.flac", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(["Anna.flac", "Ben.flac", "Stadium.flac", "mix.flac"], files.Select(Path.GetFileName));
        var frames = files
            .Select(f => CliProcess.Run(_folder.Path, "info", f, "--json").MustSucceed().Json.GetProperty("frames").GetInt64()).ToArray();
        Assert.Single(frames.Distinct());
        Assert.InRange(frames[0], 2 * 48_000, 4 * 48_000);
        Assert.Contains("4 files in ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Mistakes_and_missing_files_are_said_before_anything_runs()
    {
        File.WriteAllText(_folder.File("bad.json"), """{ "channels": { "a": { "volume": -1 } } }""");

        var lines = Run("desk", "bad.json").Error.Split((char)10); // one for each
        Assert.EndsWith("bad.json: 2 mistakes:", lines[0], StringComparison.Ordinal);
        Assert.All(lines[1..3], line => Assert.StartsWith("  bad.json:1:", line, StringComparison.Ordinal));
        Assert.StartsWith("continuo desk --example", lines[3], StringComparison.Ordinal);
        Assert.Equal(3, Run("desk", "none.json").ExitCode);
        Assert.Contains("no configuration is given", Run("desk").Error, StringComparison.Ordinal);
        Run("desk", "--example", "--check").MustSucceed();
    }

    [Fact]
    public void The_printed_example_is_a_configuration()
    {
        File.WriteAllText(_folder.File("desk.json"), Run("desk", "--example", "--print").MustSucceed().Output);
        Run("desk", "desk.json", "--check").MustSucceed();
    }

    [Fact]
    [RealTimeTest("a terminal in real time")]
    public void On_a_terminal_of_80_by_24_it_is_one_picture()
    {
        var terminal = PseudoTerminal.Run(_folder.Path, 80, 24, $"XDG_STATE_HOME={_folder.Path}", "desk", "--example", "--seconds", "2");

        Assert.InRange(terminal.Widest, 40, 79);
        Assert.InRange(terminal.LastPicture.Length, 8, 24);
        Assert.Contains(terminal.LastPicture,
            l => l.Contains("●  Anna", StringComparison.Ordinal) && l.Contains("100 %", StringComparison.Ordinal));
    }

    private CliResult Run(params string[] arguments) =>
        CliProcess.RunWithEnvironment(_folder.Path, new Dictionary<string, string?> { ["XDG_STATE_HOME"] = _folder.Path }, arguments);
}

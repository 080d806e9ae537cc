using System.Globalization;
using System.Text.Json;
using Continuo.Cli.Tests.Processes;

namespace Continuo.Cli.Tests.Commands;

public sealed class PlayEngineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Socket => _folder.File("engine.sock");

    [Fact]
    public void Files_are_played_to_their_end_by_an_engine_that_is_started_and_found_again()
    {
        Tool.Run("sox", "-n", "-r", "44100", "-c", "1", _folder.File("a.wav"), "synth", "1", "sine", "440");
        var first = Play("a.wav", "tone:550?seconds=0.5", "--to", "null:", "--gain", "2=-6dB").MustSucceed().Json;
        Assert.True(first.GetProperty("ended").GetBoolean());
        Assert.Equal(1, first.GetProperty("seconds").GetDouble(), 0.001);
        Assert.Equal(2, first.GetProperty("tracks").GetArrayLength());
        var engine = Status().GetProperty("processId").GetInt32();
        Play("tone:440?seconds=1", "--start", "0.9s").MustSucceed();
        Assert.Equal(engine, Status().GetProperty("processId").GetInt32());
        Assert.Equal(0, Status().GetProperty("inputs").GetInt32());

        // Another sink than it has would be heard by nobody.
        Assert.Contains("plays to null:",
            Run("play", "tone:440?seconds=1", "--engine", "--to", "file:x.wav").MustFailWith(2), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_detached_plays_on_until_its_end_and_one_can_come_back_to_it()
    {
        var left = Play("tone:440?seconds=600", "--to", "null:", "--detach").MustSucceed().Json;
        var player = left.GetProperty("player").GetInt32();
        var playing = Assert.Single(Status().GetProperty("playing").EnumerateArray());
        Assert.Equal((player, "Player"), (playing.GetProperty("input").GetInt32(), playing.GetProperty("kind").GetString()));

        // Who comes back may die, and it plays on.
        using (var watcher = Start("play", "--attach", player.ToString(CultureInfo.InvariantCulture)))
        {
            Thread.Sleep(500); // at whatever moment
            watcher.KillAtOnce();
        }

        Assert.Equal(1, Status().GetProperty("inputs").GetInt32());
        Play("tone:440?seconds=600", "--detach").MustSucceed();
        Assert.Contains("2 players", Run("play", "--attach").MustFailWith(2), StringComparison.Ordinal);
        var third = Play("tone:440?seconds=1", "--detach").MustSucceed().Json;
        var end = Run("play", "--attach", third.GetProperty("player").GetInt32().ToString(CultureInfo.InvariantCulture), "--json");
        Assert.True(end.ExitCode == 0 ? end.Json.GetProperty("ended").GetBoolean() : end.ExitCode == 3,
            end.Error + end.Output); // 3: it had ended before
    }

    [Fact]
    public void What_is_not_detached_ends_when_the_application_is_killed()
    {
        using var application = Start("play", "tone:440", "--engine", "--to", "null:");
        application.WaitUntil(() => File.Exists(Socket) && Status().GetProperty("inputs").GetInt32() == 1);
        application.KillAtOnce();
        Assert.True(SpinWait.SpinUntil(() => Status().GetProperty("inputs").GetInt32() == 0, TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Contains("--engine", Run("play", "tone:440", "--detach").MustFailWith(2), StringComparison.Ordinal);
        Assert.Contains("FILES", Run("play").MustFailWith(2), StringComparison.Ordinal);
        Assert.Contains("FILES", Run("play", "tone:440", "--attach", "3").MustFailWith(2), StringComparison.Ordinal);
        Assert.Contains("number", Run("play", "--attach", "song").MustFailWith(2), StringComparison.Ordinal);
        Assert.Contains("no engine", Run("play", "--attach").MustFailWith(1), StringComparison.Ordinal);
        Assert.Contains("standard output", Run("play", "tone:440", "--engine", "--to", "-").MustFailWith(2), StringComparison.Ordinal);
        Assert.Contains("standard input", Run("play", "-", "--engine", "--to", "null:").MustFailWith(2), StringComparison.Ordinal);
        Assert.Contains("nothing.wav", Run("play", "nothing.wav", "--engine").MustFailWith(3), StringComparison.Ordinal);
        Assert.Contains("impossible",
            Run("play", "tone:440", "--engine", "--to", "file:/proc/none/impossible.wav").MustFailWith(2), StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_engine_at_the_same_place_is_refused_and_the_first_plays_on()
    {
        Play("tone:440?seconds=600", "--to", "null:", "--detach").MustSucceed();
        Assert.Contains("another engine", Run("engine", "--to", "null:").MustFailWith(1), StringComparison.Ordinal);
        Assert.Equal("Flowing", Status().GetProperty("state").GetString());
        Assert.Equal(1, Status().GetProperty("inputs").GetInt32());
    }

    public void Dispose()
    {
        if (File.Exists(Socket)) CliProcess.Run(_folder.Path, "engine", "--stop", "--socket", Socket);
        _folder.Dispose();
    }

    private CliResult Play(params string[] arguments) => Run(["play", .. arguments, "--engine", "--json"]);

    private CliResult Run(params string[] arguments) => CliProcess.Run(_folder.Path, [.. arguments, "--socket", Socket]);

    private CliProcess Start(params string[] arguments) => CliProcess.Start(_folder.Path, [.. arguments, "--socket", Socket]);

    private JsonElement Status() => Run("engine", "--report", "--json").MustSucceed().Json;
}

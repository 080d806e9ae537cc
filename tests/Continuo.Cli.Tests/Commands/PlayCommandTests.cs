using Continuo.Cli.Tests.Processes;

namespace Continuo.Cli.Tests.Commands;

public sealed class PlayCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Tracks_are_played_by_the_clock_without_a_device_to_their_end()
    {
        var report = CliProcess.Run(_folder.Path, "play", "tone:440?seconds=0.5", "tone:550?seconds=1", "--to", "null:", "--gain", "2=-6dB",
            "--json")
            .MustSucceed().Json;
        Assert.True(report.GetProperty("ended").GetBoolean());
        Assert.Equal(1, report.GetProperty("seconds").GetDouble(), 0.001);
        Assert.Equal(2, report.GetProperty("tracks").GetArrayLength());
        Assert.InRange(report.GetProperty("blocks").GetInt64(), 100, 1000); // a few before the tracks are read; many on a busy machine
    }

    [Fact]
    public void What_is_played_into_a_file_begins_at_the_requested_position_and_is_in_the_file()
    {
        var report = CliProcess.Run(_folder.Path, "play", "tone:440?seconds=2", "--start", "1.5s", "--to", "out.wav", "--json")
            .MustSucceed().Json;
        Assert.Equal(2, report.GetProperty("seconds").GetDouble(), 0.001);
        Tool.Run("sox", _folder.File("out.wav"), _folder.File("sound.wav"),
            "silence", "1", "0", "0.1%", "reverse", "silence", "1", "0", "0.1%");
        var late = report.GetProperty("tracks")[0].GetProperty("lateFrames").GetInt64() / 48_000.0;
        Assert.InRange(double.Parse(Tool.Run("soxi", "-D", _folder.File("sound.wav")), System.Globalization.CultureInfo.InvariantCulture),
            0.49 - late, 0.51);
    }

    [Fact]
    public void A_file_that_breaks_off_is_reported_and_the_others_are_played()
    {
        Tool.Run("sox", "-n", "-r", "48000", "-c", "2", "-b", "16", _folder.File("cut.wav"), "synth", "1", "sine", "440");
        using (var file = File.OpenWrite(_folder.File("cut.wav"))) file.SetLength(file.Length / 2);
        var result = CliProcess.Run(_folder.Path, "play", "cut.wav", "tone:440?seconds=0.8", "--to", "null:", "--json");
        var report = result.Json;
        Assert.Equal(1, result.ExitCode);
        Assert.Equal("NotAudio", report.GetProperty("tracks")[0].GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(0.8, report.GetProperty("seconds").GetDouble(), 0.001);
    }

    [Theory]
    [InlineData("--loop", "20s-10s")]
    [InlineData("--loop", "now")]
    [InlineData("--loop", "0-1ms")]
    [InlineData("--start", "1h")]
    [InlineData("--start", "-5s")]
    [InlineData("--gain", "7=0dB")]
    public void Absurd_times_settings_and_places_are_refused(string option, string value)
    {
        var result = CliProcess.Run(_folder.Path, "play", "tone:440?seconds=1", "--to", "null:", option, value, "--json");
        Assert.Equal(2, result.ExitCode);
    }

    [Fact]
    public void Places_in_what_is_live_and_a_sink_that_is_none_are_refused_with_what_to_do()
    {
        Assert.Contains("sink",
            CliProcess.Run(_folder.Path, "play", "tone:440?seconds=1", "--to", "tone:440").MustFailWith(2), StringComparison.Ordinal);
        Assert.Contains("live",
            CliProcess.Run(_folder.Path, "play", "exec:cat /dev/zero", "--to", "null:").MustFailWith(2), StringComparison.Ordinal);
        Assert.Contains("live", CliProcess.Run(_folder.Path, "play", "rtp://:5004", "--start", "1s", "--to", "null:").MustFailWith(2),
            StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}

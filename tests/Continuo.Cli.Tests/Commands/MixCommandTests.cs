using Continuo.Cli.Tests.Processes;

namespace Continuo.Cli.Tests.Commands;

public sealed class MixCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Files_of_different_lengths_rates_and_channels_become_one()
    {
        Sox("a.wav", "48000", "2", "1");
        Sox("b.wav", "44100", "1", "2");
        var report = CliProcess.Run(_folder.Path, "mix", "a.wav", "b.wav", "out.wav", "--json").MustSucceed().Json;
        Assert.Equal(96_000, report.GetProperty("frames").GetInt64());
        Assert.Equal((2, 48_000, 2),
            (report.GetProperty("tracks").GetInt32(), report.GetProperty("sampleRate").GetInt32(),
                report.GetProperty("channels").GetInt32()));
        Assert.Equal("96000", Tool.Run("soxi", "-s", _folder.File("out.wav")));
    }

    [Fact]
    public void Gains_are_those_that_were_asked_for_and_the_limiter_keeps_its_ceiling()
    {
        Sox("a.wav", "48000", "2", "4");
        CliProcess.Run(_folder.Path, "mix", "a.wav", "a.wav", "loud.wav", "--gain", "2=-inf", "--gain", "1=6dB").MustSucceed();
        CliProcess.Run(_folder.Path, "mix", "a.wav", "a.wav", "limited.wav", "--gain", "12", "--limit").MustSucceed();
        Assert.Equal(-3 + 6, Measure("loud.wav").GetProperty("truePeakDb").GetDouble(), 0.3);
        Assert.InRange(Measure("limited.wav").GetProperty("truePeakDb").GetDouble(), -3, -0.9);
    }

    [Fact]
    public void The_loudness_of_a_reference_tone_is_what_the_standard_says()
    {
        // EBU Tech 3341, case 1: 1 kHz in stereo with a peak of -23 dBFS is -23 LUFS.
        Tool.Run("sox", "-D", "-n", "-r", "48000", "-c", "2", "-b", "24", _folder.File("ref.wav"),
            "synth", "20", "sine", "1000", "gain", "-23");
        var report = Measure("ref.wav");
        foreach (var name in new[] { "integratedLufs", "maxShortTermLufs", "maxMomentaryLufs" })
        {
            Assert.Equal(-23, report.GetProperty(name).GetDouble(), 0.1);
        }

        Assert.Equal(-23, report.GetProperty("truePeakDb").GetDouble(), 0.3);
        Assert.Equal(20, report.GetProperty("seconds").GetDouble());
    }

    [Theory]
    [InlineData("--gain", "3=0")]
    [InlineData("--gain", "1=loud")]
    [InlineData("--gain", "1=99")]
    [InlineData("--pan", "1=2")]
    [InlineData("--mute", "0")]
    [InlineData("--solo", "x")]
    public void Absurd_settings_are_refused_before_anything_is_written(string option, string value)
    {
        Sox("a.wav", "48000", "2", "0.1");
        var result = CliProcess.Run(_folder.Path, "mix", "a.wav", "a.wav", "out.wav", option, value, "--json");
        Assert.Equal(2, result.ExitCode);
        Assert.Equal("InvalidArgument", result.Json.GetProperty("error").GetProperty("code").GetString());
        Assert.False(File.Exists(_folder.File("out.wav")));
    }

    [Fact]
    public void A_file_that_is_missing_or_damaged_is_named()
    {
        Sox("a.wav", "48000", "2", "0.1");
        File.WriteAllText(_folder.File("text.wav"), "this is no sound");
        Assert.Equal(3, CliProcess.Run(_folder.Path, "mix", "a.wav", "none.wav", "out.wav").ExitCode);
        Assert.Contains("text.wav", CliProcess.Run(_folder.Path, "mix", "a.wav", "text.wav", "out.wav").Error);
        Assert.Equal(3, CliProcess.Run(_folder.Path, "loudness", "none.wav").ExitCode);
    }

    public void Dispose() => _folder.Dispose();

    private System.Text.Json.JsonElement Measure(string name) =>
        CliProcess.Run(_folder.Path, "loudness", name, "--json").MustSucceed().Json;

    private void Sox(string name, string rate, string channels, string seconds) =>
        Tool.Run("sox", "-D", "-n", "-r", rate, "-c", channels, _folder.File(name), "synth", seconds, "sine", "1000", "gain", "-3");
}

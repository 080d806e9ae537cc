using Continuo.Cli.Tests.Processes;

namespace Continuo.Cli.Tests.Commands;

/// <summary><c>info</c> and <c>convert</c>.</summary>
public sealed class FileCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_file_says_what_it_is()
    {
        Tool.Run("sox", "-n", "-r", "44100", "-c", "1", "-b", "16", _folder.File("a.wav"), "synth", "2", "sine", "440");
        var info = CliProcess.Run(_folder.Path, "info", "a.wav", "--json").MustSucceed().Json;
        Assert.Equal((88_200, 44_100, 1, 2.0),
            (info.GetProperty("frames").GetInt64(), info.GetProperty("sampleRate").GetInt32(), info.GetProperty("channels").GetInt32(),
                info.GetProperty("seconds").GetDouble()));
        Assert.Equal("mono", info.GetProperty("layout").GetString());
        Assert.InRange(info.GetProperty("bitsPerSecond").GetDouble(), 705_600, 706_000);
        Assert.Contains("00:02.0, 88200 frames",
            CliProcess.Run(_folder.Path, "info", "a.wav").MustSucceed().Output, StringComparison.Ordinal);
        CliProcess.Run(_folder.Path, "info", "nosuch.wav").MustFailWith(3);
        CliProcess.Run(_folder.Path, "info", "tone:440").MustFailWith(2);
    }

    [Fact]
    public void A_file_becomes_another_and_replaces_none()
    {
        Tool.Run("sox", "-n", "-r", "48000", "-c", "2", "-b", "16", _folder.File("a.wav"), "synth", "2", "sine", "440");
        var report = CliProcess.Run(_folder.Path, "convert", "a.wav", "b.flac", "-r", "16000", "-c", "1", "--json").MustSucceed().Json;
        Assert.Equal((32_000, 16_000, 1),
            (report.GetProperty("frames").GetInt64(), report.GetProperty("sampleRate").GetInt32(),
                report.GetProperty("channels").GetInt32()));
        Assert.Equal("32000", Tool.Run("soxi", "-s", _folder.File("b.flac")));
        Assert.Contains("--force", CliProcess.Run(_folder.Path, "convert", "a.wav", "b.flac").MustFailWith(2), StringComparison.Ordinal);
        CliProcess.Run(_folder.Path, "convert", "a.wav?start=1", "b.flac", "-d", "500ms", "--force").MustSucceed();
        Assert.Equal("24000", Tool.Run("soxi", "-s", _folder.File("b.flac")));
        Assert.Contains("never ends",
            CliProcess.Run(_folder.Path, "convert", "tone:440", "c.wav").MustFailWith(2), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}

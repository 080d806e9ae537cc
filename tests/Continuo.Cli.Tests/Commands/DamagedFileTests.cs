using Continuo.Cli.Tests.Processes;

namespace Continuo.Cli.Tests.Commands;

public sealed class DamagedFileTests
{
    [Theory]
    [InlineData("play", "null:")]
    [InlineData("record", "out.wav")]
    public void A_file_that_is_cut_short_is_an_error_whatever_is_done_with_it(string command, string to)
    {
        using var folder = new TemporaryFolder();
        CliProcess.Run(folder.Path, "record", "tone:440", "whole.wav", "--duration", "0.5s", "--offline").MustSucceed();
        var bytes = File.ReadAllBytes(Path.Combine(folder.Path, "whole.wav"));
        File.WriteAllBytes(Path.Combine(folder.Path, "cut.wav"), bytes[..(bytes.Length / 2)]);
        var result = command == "play"
            ? CliProcess.Run(folder.Path, "play", "cut.wav", "--to", to)
            : CliProcess.Run(folder.Path, "record", "cut.wav", to, "--offline");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("missing", result.Error + result.Output, StringComparison.Ordinal);
    }
}

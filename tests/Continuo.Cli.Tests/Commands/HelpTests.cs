using Continuo.Cli.Tests.Processes;

namespace Continuo.Cli.Tests.Commands;

public sealed class HelpTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("apps")]
    [InlineData("devices")]
    [InlineData("record")]
    [InlineData("monitor")]
    [InlineData("stream")]
    [InlineData("serve-ipc")]
    [InlineData("volume")]
    [InlineData("doctor")]
    [InlineData("demo")]
    [InlineData("completion")]
    public void Every_command_explains_itself_with_examples(string command)
    {
        var help = CliProcess.Run(_folder.Path, command, "--help").MustSucceed().Output;

        Assert.Contains($"continuo {command}", help, StringComparison.Ordinal);
        Assert.Contains("--json", help, StringComparison.Ordinal);
        Assert.Contains("Examples:\n  ", help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData]
    public void The_root_lists_commands_addresses_and_exit_codes(params string[] arguments)
    {
        var help = CliProcess.Run(_folder.Path, arguments).MustSucceed().Output;

        foreach (var word in new[]
        {
            "record", "monitor", "stream", "volume", "doctor", "demo", "app:firefox", "Exit codes:", "no such source",
        })
        {
            Assert.Contains(word, help, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("Continuo.Cli", help, StringComparison.Ordinal);
    }

    [Fact]
    public void The_version_is_one_line() =>
        Assert.Matches(@"^\d+\.\d+\.\d+\n$", CliProcess.Run(_folder.Path, "--version").MustSucceed().Output);

    [Fact]
    public void A_shell_learns_how_a_line_may_continue()
    {
        Assert.Equal("record\n", CliProcess.Run(_folder.Path, "complete", "--position", "12", "--", "continuo rec").MustSucceed().Output);
        Assert.Contains("--duration",
            CliProcess.Run(_folder.Path, "complete", "--position", "20", "--", "./continuo record --d").MustSucceed().Output,
            StringComparison.Ordinal);
        Assert.Contains("tone:440",
            CliProcess.Run(_folder.Path, "complete", "--position", "17", "--", "continuo monitor ").MustSucceed().Output,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bash", "complete -o default")]
    [InlineData("zsh", "compdef")]
    [InlineData("fish", "complete -c continuo")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public void Every_shell_has_its_completion_script(string shell, string part) =>
        Assert.Contains(part, CliProcess.Run(_folder.Path, "completion", shell).MustSucceed().Output, StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();
}

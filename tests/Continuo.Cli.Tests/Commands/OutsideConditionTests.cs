using Continuo.Cli.Tests.Processes;

namespace Continuo.Cli.Tests.Commands;

/// <summary>What the system refuses, and signals: one line and an exit code, never a stack trace, never a hang.</summary>
public sealed class OutsideConditionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("$C record tone:440 x.wav -d 1s --offline > /dev/full", 1, "standard output: cannot be written")]
    [InlineData("$C record tone:440 x.wav -d 1s --offline --json > /dev/full", 1, "standard output: cannot be written")]
    [InlineData("$C --help > /dev/full", 1, "standard output: cannot be written")]
    [InlineData("$C help exit-codes 1< /dev/null", 1, "standard output: cannot be written")]
    [InlineData("$C help exit-codes 2> /dev/full", 0, "")]
    [InlineData("$C nonsense 2> /dev/full", 2, "")]
    [InlineData("exec <&-; $C record tone:440 x.wav -d 1s --offline", 0, "")]
    [InlineData("env -u HOME -u XDG_RUNTIME_DIR $C doctor", 0, "")]
    [InlineData("$C monitor tone:440 | head -1", 0, "")]
    [InlineData("$C monitor tone:440 --json | head -1", 0, "")]
    public void What_the_system_refuses_is_reported_in_a_line(string line, int exitCode, string words)
    {
        var (code, error) = Shell(line);
        Assert.Equal(exitCode, code);
        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(64)]
    [InlineData(80)]
    [InlineData(100)]
    public void Too_few_files_are_an_error_in_a_line_or_enough(int files)
    {
        var (code, error) = Shell($"ulimit -n {files}; $C record tone:440 x.wav -d 1s --offline");
        Assert.InRange(code, 0, files < 80 ? 1 : 0);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public void A_background_job_of_a_script_ends_on_every_signal_with_its_file_finished(string signal)
    {
        // A shell without job control starts background jobs with SIGINT ignored.
        var (code, error) = Shell(
            "$C record tone:440 bg.wav > /dev/null & p=$!; "
            + "while [ ! -s bg.wav ] && [ -z \"$(ls .bg* bg* 2>/dev/null)\" ]; do sleep 0.1; done; "
            + $"sleep 1; kill -{signal} $p; wait $p");
        Assert.True(code == 0, error);
        Assert.Equal(["bg.wav"], _folder.Files);
    }

    [Fact]
    public void Under_nohup_a_hang_up_is_ignored()
    {
        var (code, error) = Shell("trap '' HUP; $C record tone:440 kept.wav -d 2s > /dev/null & p=$!; sleep 1; kill -HUP $p; wait $p");
        Assert.True(code == 0, error);
        Assert.True(new FileInfo(_folder.File("kept.wav")).Length >= 2 * 48_000 * 8);
    }

    [Fact]
    public void A_second_interrupt_ends_the_process_at_once()
    {
        // The sink's process takes nothing and does not end, so that the first has nothing to show for a while.
        using var hanging = CliProcess.Start(_folder.Path,
            "stream", "tone:440", "--to", "exec:exec sleep 600 > /dev/null 2>&1", "--to", "seen.wav");
        hanging.WaitUntil(() => _folder.SizeOfAll > 1_000_000);
        hanging.SendInterrupt();
        hanging.SendTerminate(); // another signal: two that are the same may arrive as one
        Assert.InRange(hanging.WaitForEnd().ExitCode, 0, 255);
    }

    public void Dispose() => _folder.Dispose();

    private (int Code, string Error) Shell(string line)
    {
        var start = new System.Diagnostics.ProcessStartInfo("sh", ["-c", $"C='{string.Join(' ', ContinuoProgram.Command)}'; {line}"])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = System.Diagnostics.Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        output.Wait();
        return (process.ExitCode, error);
    }
}

using System.Diagnostics;
using Continuo.Litmus.Lifetime;

namespace Continuo.Tests.Rings;

/// <summary>No call reaches freed memory, in a process of its own, which such a call would end. In full: <c>litmus lifetime</c>.</summary>
public class LifetimeTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    [Fact]
    public void The_guard_ends_a_process_that_reads_freed_memory()
    {
        var (code, output) = Litmus("stray");
        Assert.Contains("reading freed memory", output, StringComparison.Ordinal);
        Assert.True(code > 128, $"exit code {code}: the access was not noticed");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20261128)]
    [InlineData(null)]
    public void Whatever_threads_do_to_a_ring_at_once_nothing_hangs_leaks_or_reaches_freed_memory(int? seed)
    {
        var (code, output) = Litmus("lifetime", "10000", $"{seed ?? Environment.TickCount}");
        Assert.True(code == 0, $"exit code {code}\n{output}");
        Assert.Contains("left: 0 rings, 0 shared ones", output, StringComparison.Ordinal);
    }

    private static (int Code, string Output) Litmus(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet",
            ["exec", Path.Combine(AppContext.BaseDirectory, $"{typeof(LifetimeRun).Assembly.GetName().Name}.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_DbgEnableMiniDump"] = "0" },
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(Limit))
        {
            process.Kill();
            Assert.Fail($"it does not end: {output.Result}{error.Result}");
        }

        return (process.ExitCode, output.Result + error.Result);
    }
}

using System.Text.Json;
using Continuo.Cli.Tests.Processes;

namespace Continuo.Cli.Tests.Commands;

public sealed class MonitorCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_line_a_second_tells_level_lag_drops_latency_and_health()
    {
        var result = CliProcess.Run(_folder.Path, "monitor", "tone:1000?level=-20", "--duration", "2500ms", "--json").MustSucceed();
        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var last = JsonDocument.Parse(lines[^1]).RootElement;

        Assert.InRange(lines.Length, 1, 4); // ticks that come late are one
        Assert.Equal(2, last.GetProperty("levels").GetArrayLength());
        Assert.Equal(-20, last.GetProperty("levels")[0].GetProperty("maxPeakDb").GetDouble(), 0.1);
        Assert.Equal(-23, last.GetProperty("levels")[1].GetProperty("rmsDb").GetDouble(), 0.1);
        Assert.False(last.GetProperty("levels")[0].GetProperty("clipped").GetBoolean());
        Assert.Equal("Flowing", last.GetProperty("health").GetString());
        Assert.True(last.GetProperty("lagMs").GetDouble() >= 0);
        Assert.Equal(0, last.GetProperty("droppedByReason").GetProperty("overrun").GetInt64());
        Assert.True(last.GetProperty("histogram").EnumerateArray().Sum(b => b.GetProperty("chunks").GetInt64()) > 20);
    }

    [Fact]
    public void Redirected_it_writes_plain_lines()
    {
        var result = CliProcess.Run(_folder.Path, "monitor", "silence:", "--duration", "1500ms").MustSucceed();

        Assert.DoesNotContain("\x1b", result.Output, StringComparison.Ordinal);
        Assert.Contains("peak/rms dBFS L -∞/-∞", result.Output, StringComparison.Ordinal);
        Assert.Contains("silent", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void It_ends_with_its_source() =>
        Assert.Contains("stopped",
            CliProcess.Run(_folder.Path, "monitor", "tone:440?seconds=0.5").MustSucceed().Output, StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();
}

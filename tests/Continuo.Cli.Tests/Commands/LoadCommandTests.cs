using System.Text.Json;
using Continuo.Cli.Tests.Processes;

namespace Continuo.Cli.Tests.Commands;

public sealed class LoadCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [RealTimeTest("rooms tick in real time, and what their listeners hear is checked")]
    [InlineData("memory")]
    [InlineData("rtp")]
    public void Each_listener_hears_whom_it_should_at_the_right_level(string transport)
    {
        var report = CliProcess.Run(_folder.Path, "load", "--rooms", "2", "--speakers", "5", "--listeners", "6", "--personal", "--seconds",
            "3", "--transport", transport, "--json").MustSucceed().Json;
        Assert.Equal((2, 5, 6, transport), (Int("rooms"), Int("speakers"), Int("listeners"), report.GetProperty("transport").GetString()));
        Assert.Empty(report.GetProperty("mistakes").EnumerateArray());
        Assert.Equal(0, Int("wrongContent"));
        Assert.InRange(Int("checks"), 1, 1000);
        Assert.Equal(2 + 12, Int("mixes"));
        Assert.InRange(Int("ticks"), 200, 400);
        Assert.InRange(Int("lateTicks"), 0, Int("ticks"));
        foreach (var name in new[] { "tickMs", "mouthToEarMs" })
        {
            double[] quantiles = [.. new[] { "p50", "p99", "p999", "max" }
                .Select(q => report.GetProperty(name).GetProperty(q).GetDouble())];
            Assert.Equal(quantiles.Order(), quantiles);
        }

        // The parts are measured apart from the whole.
        var parts = report.GetProperty("mouthToEarPartsMs");
        Assert.InRange(parts.GetProperty("unexplained").GetProperty("p50").GetDouble(), 0, 1);
        Assert.Equal(20, parts.GetProperty("packet").GetProperty("p50").GetDouble());
        var join = report.GetProperty("joinToHearingMs");
        if (transport == "rtp") Assert.Equal(JsonValueKind.Null, join.ValueKind);
        else Assert.InRange(join.GetProperty("p50").GetDouble(), 1, 1000);

        Assert.InRange(report.GetProperty("processorSeconds").GetDouble(), 0.001, report.GetProperty("processSeconds").GetDouble());

        int Int(string name) => report.GetProperty(name).GetInt32();
    }

    [Theory]
    [InlineData("speakers", "load", "--speakers", "0")]
    [InlineData("share", "load", "--loss", "100%")]
    [InlineData("seconds", "load", "--seconds", "0")]
    [InlineData("jitter", "load", "--jitter", "1s")]
    [InlineData("tick", "load", "--tick", "15ms", "--seconds", "1")]
    public void What_is_wrong_is_reported(string expected, params string[] arguments)
    {
        var result = CliProcess.Run(_folder.Path, arguments);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}

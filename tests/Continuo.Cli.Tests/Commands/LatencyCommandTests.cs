using Continuo.Cli.Tests.Processes;

namespace Continuo.Cli.Tests.Commands;

public sealed class LatencyCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>With a delay so long that a busy machine seldom changes it.</summary>
    [Fact]
    [RealTimeTest("the latency of a running program is measured, to a millisecond")]
    public void The_parts_add_up_to_what_the_marker_measured()
    {
        var report = CliProcess.Run(_folder.Path, "latency", "--markers", "1", "--delay", "500ms", "--codec", "L16", "--json")
            .MustSucceed().Json;
        var (measured, sum, tolerance) = (report.GetProperty("measuredMs").GetDouble(), report.GetProperty("sumMs").GetDouble(),
            report.GetProperty("toleranceMs").GetDouble());
        var parts = report.GetProperty("parts").EnumerateArray()
            .ToDictionary(p => p.GetProperty("name").GetString()!, p => p.GetProperty("ms").GetDouble());
        Assert.Equal(["device", "chunk", "ring", "encode", "network", "jitter buffer", "decode", "output"], parts.Keys);
        Assert.Equal(sum, parts.Values.Sum(), 0.01);
        Assert.Equal(10, parts["chunk"], 0.001);
        Assert.Equal(1, tolerance);

        var worst = report.GetProperty("worstDifferenceMs").GetDouble();
        Assert.InRange(worst, 0, tolerance);
        Assert.True(report.GetProperty("isExplained").GetBoolean());
        var (sent, found, moved) =
            (report.GetProperty("sent").GetInt32(), report.GetProperty("found").GetInt32(), report.GetProperty("moved").GetInt32());
        Assert.InRange(sent, 1, 2);
        Assert.InRange(found, 1, sent);
        Assert.InRange(moved, 0, sent);
        Assert.InRange(Math.Abs(measured - sum), 0, tolerance);
        Assert.True(measured > 500, $"{measured} ms");
        Assert.InRange(report.GetProperty("leastMs").GetDouble(), 0, report.GetProperty("greatestMs").GetDouble());
        Assert.NotEqual("", report.GetProperty("jitterBufferReason").GetString());
    }

    [Theory]
    [InlineData("mp3", "latency", "--codec", "mp3")]
    [InlineData("markers", "latency", "--markers", "0")]
    [InlineData("StartDelay", "latency", "--delay", "10s")]
    public void What_is_wrong_is_reported(string expected, params string[] arguments)
    {
        var result = CliProcess.Run(_folder.Path, arguments);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(expected, result.Error);
    }

    public void Dispose() => _folder.Dispose();
}

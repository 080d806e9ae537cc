using System.Text.Json;
using Continuo.Cli.Tests.Processes;

namespace Continuo.Cli.Tests.Commands;

public sealed class DemoCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_demo_ends_by_itself_leaves_ten_seconds_of_music_and_its_sums_agree()
    {
        var report = CliProcess.Run(_folder.Path, "demo", "--json").MustSucceed().Json;

        Assert.True(report.GetProperty("sumsAgree").GetBoolean());
        Assert.Equal(480_000, report.GetProperty("frames").GetInt64());
        var consumers = report.GetProperty("consumers").EnumerateArray().ToDictionary(c => c.GetProperty("name").GetString()!);
        foreach (var consumer in consumers.Values)
        {
            Assert.Equal(report.GetProperty("chunks").GetInt64(), consumer.GetProperty("writtenChunks").GetInt64());
            Assert.Equal(consumer.GetProperty("writtenChunks").GetInt64(),
                consumer.GetProperty("readChunks").GetInt64() + Dropped(consumer) + consumer.GetProperty("stoppedChunks").GetInt64()
                    + consumer.GetProperty("pendingChunks").GetInt64());
        }

        Assert.Equal(0, Dropped(consumers["good"]));
        Assert.True(Dropped(consumers["slow"], "overrun") > 0);
        Assert.True(Dropped(consumers["slow, MaxLag 200 ms"], "late") > 0);
        Assert.True(consumers["crashing"].GetProperty("faults").GetInt64() > 0);
        Assert.Equal("a bug in the consumer", consumers["crashing"].GetProperty("firstFault").GetString());
        Assert.Equal(["continuo-demo.wav"], _folder.Files);
    }

    [Fact]
    public void Ctrl_C_ends_the_endless_demo_with_its_summary()
    {
        using var demo = CliProcess.Start(_folder.Path, "demo", "--forever", "--out", "endless.wav");
        demo.WaitUntil(() => _folder.Files.Length > 0);
        demo.SendInterrupt();
        var result = demo.WaitForEnd().MustSucceed();

        Assert.Contains("written = read + dropped + pending for every consumer", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\x1b", result.Output, StringComparison.Ordinal);
        Assert.Equal(["endless.wav"], _folder.Files);
    }

    [Fact]
    public void A_demo_that_cannot_write_its_file_says_so() =>
        Assert.Contains("nowhere",
            CliProcess.Run(_folder.Path, "demo", "--out", "nowhere/demo.wav").MustFailWith(3), StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();

    private static long Dropped(JsonElement consumer, string reason) =>
        consumer.GetProperty("droppedByReason").GetProperty(reason).GetInt64();

    private static long Dropped(JsonElement consumer)
    {
        var sum = Dropped(consumer, "overrun") + Dropped(consumer, "late") + Dropped(consumer, "shed");
        Assert.Equal(sum, consumer.GetProperty("droppedChunks").GetInt64());
        return sum;
    }
}

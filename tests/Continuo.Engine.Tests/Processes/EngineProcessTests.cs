using System.Globalization;
using Continuo.Audio;
using Continuo.Engine.Client;
using Continuo.Engine.Statistics;

namespace Continuo.Engine.Tests.Processes;

public class EngineProcessTests
{
    [Fact]
    public void The_first_client_sees_no_input_of_the_warm_up()
    {
        using var run = new EngineRun();
        using var client = run.StartEngineAndConnect();
        Assert.Empty(client.Inputs());
    }

    [Fact]
    public void Applications_that_are_killed_at_random_leave_nothing_in_the_engine()
    {
        using var run = new EngineRun();
        var engine = run.StartEngine();
        using var watch = EngineClient.Connect(run.Socket);
        var descriptors = Descriptors(engine.Id);
        var random = new Random(1);
        for (var i = 0; i < 10; i++)
        {
            var (application, _) = run.StartPeer("feed", run.Socket);
            EngineFixture.Await(() => watch.GetStatistics().Inputs == 1);
            Thread.Sleep(random.Next(30)); // at whatever moment
            EngineRun.Kill(application);
            EngineFixture.Await(() => watch.GetStatistics().Inputs == 0);
        }

        EngineFixture.Await(() => Descriptors(engine.Id) <= descriptors);
        EngineFixture.Await(
            () => !File.ReadLines($"/proc/{engine.Id}/maps").Any(line => line.Contains("continuo-ring", StringComparison.Ordinal)));
        var report = watch.GetStatistics();
        Assert.Equal(EngineState.Flowing, report.State);
        Assert.Equal(0, report.Collections);
        Assert.InRange(report.MixAllocatedBytes, 0, report.Blocks); // what is compiled on the way; an object in every block would be more
    }

    [Fact]
    public void An_application_survives_engines_that_are_killed_at_random_and_uses_the_next()
    {
        using var run = new EngineRun();
        var random = new Random(1);
        for (var i = 0; i < 10; i++)
        {
            var engine = run.StartEngine(); // over what the one before has left
            using var client = EngineClient.Connect(run.Socket);
            using var stream = client.OpenStream("stream", TimeSpan.FromMilliseconds(40));
            var writing = EngineFixture.WriteUntilItFails(stream);
            EngineFixture.Await(() => stream.FramesTaken > 960);
            Thread.Sleep(random.Next(30)); // at whatever moment
            EngineRun.Kill(engine);
            Assert.True(writing.Wait(TimeSpan.FromSeconds(30)), "the writer hangs");
            Assert.Equal(AudioErrorCode.ServerUnavailable, writing.Result.Code);
        }

        Assert.DoesNotContain(Directory.GetFileSystemEntries("/dev/shm"), file => file.Contains("continuo", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_detached_plays_on_when_its_application_is_killed()
    {
        using var run = new EngineRun();
        var engine = run.StartEngine();
        var (staying, number) = run.StartPeer("detach", run.Socket, "tone:440");
        var (leaving, _) = run.StartPeer("play", run.Socket, "tone:880");
        using var watch = EngineClient.Connect(run.Socket);
        Assert.Equal(2, watch.GetStatistics().Inputs);
        EngineRun.Kill(staying);
        EngineRun.Kill(leaving);
        EngineFixture.Await(() => watch.GetStatistics().Inputs == 1);
        var input = int.Parse(number, CultureInfo.InvariantCulture);
        var read = watch.GetStatistics(input).Read;
        EngineFixture.Await(() => watch.GetStatistics(input).Read > read + 10);
    }

    [Fact]
    public async Task A_client_starts_the_engine_when_none_is_running_and_finds_it_the_next_time()
    {
        using var run = new EngineRun();
        using var first = await AudioEngine.ConnectAsync(run.Options);
        using var second = await AudioEngine.ConnectAsync(run.Options);
        Assert.Equal(first.ProcessId, second.ProcessId);
        Assert.NotEqual(Environment.ProcessId, first.ProcessId);
        Assert.Equal(EngineState.Flowing, first.GetStatistics().State);
    }

    [Fact]
    public async Task An_engine_that_cannot_play_says_why_to_whom_it_was_started_for()
    {
        using var run = new EngineRun();
        var failure = await Assert.ThrowsAsync<AudioException>(
            () => AudioEngine.ConnectAsync(run.Options with { To = "file:/proc/none/no.wav" }));
        Assert.Equal(AudioErrorCode.ProcessFailed, failure.Code);
        Assert.Contains("/proc/none/no.wav", failure.Happened, StringComparison.Ordinal);
    }

    [Fact]
    public void Playing_metering_and_asking_for_reports_never_collect()
    {
        using var run = new EngineRun();
        var engine = run.StartEngine();
        using var client = EngineClient.Connect(run.Socket);
        var input = client.Play("tone:440");
        EngineFixture.Await(() => client.GetStatistics().IsWarm);
        var least = (All: long.MaxValue, Mix: long.MaxValue);
        for (var round = 0; round < 5 && least != (0, 0); round++)
        {
            var before = Ask(client, input);
            _ = Ask(client, input);
            EngineFixture.Await(() => client.GetStatistics().Blocks > before.Blocks + 200);
            var after = client.GetStatistics();
            least = (Math.Min(least.All, after.AllocatedBytes - before.AllocatedBytes),
                Math.Min(least.Mix, after.MixAllocatedBytes - before.MixAllocatedBytes));
        }

        Assert.Equal((0, 0), least);
        Assert.Equal(0, client.GetStatistics().Collections);
    }

    /// <summary>Asks often, and returns the last answer.</summary>
    private static EngineStatistics Ask(EngineClient client, int input)
    {
        for (var i = 0; i < 2000; i++) _ = client.GetStatistics(input);
        for (var i = 0; i < 2000; i++) _ = client.GetStatistics();
        return client.GetStatistics();
    }

    private static int Descriptors(int process) => Directory.GetFileSystemEntries($"/proc/{process}/fd").Length;
}

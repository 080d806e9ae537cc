using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Sources;

namespace Continuo.Tests.Sources;

public class ProcessSourceTests
{
    private static readonly TimeSpan ForEver = TimeSpan.FromHours(10);
    private static readonly PcmFormat Mono16 = PcmFormat.Parse("s16le,44100,1");

    [Fact]
    public void What_the_command_writes_is_read_and_then_it_ends()
    {
        using var source = new ProcessSource("printf '\\001\\000\\002\\000\\003'", Mono16, SystemClock.Instance);
        for (var run = 0; run < 3; run++)
        {
            source.Open();
            Assert.Equal([1 / 32768f, 2 / 32768f], ReadToEnd(source));
            Assert.Equal(1, source.DroppedBytes);
        }
    }

    [Fact]
    public void Nothing_can_be_read_by_the_command()
    {
        using var source = new ProcessSource("cat", Mono16, SystemClock.Instance);
        source.Open();
        Assert.Empty(ReadToEnd(source));
    }

    [Theory]
    [InlineData("printf '\\001\\000'; echo first >&2; echo 'it is broken' >&2; exit 3", 1, "exit code 3 (it is broken)")]
    [InlineData("no-such-command-here", 0, "exit code 127")]
    public void A_command_that_fails_is_reported_after_its_last_frame_with_its_last_words(string command, int frames, string message)
    {
        using var source = new ProcessSource(command, Mono16, SystemClock.Instance);
        source.Open();
        for (var i = 0; i < frames; i++) Assert.Equal(1, source.Read(new float[1], ForEver).Frames);
        var failure = Assert.Throws<AudioException>(() => source.Read(new float[1], ForEver));
        Assert.Equal(AudioErrorCode.ProcessFailed, failure.Code);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_that_talks_without_end_on_standard_error_does_not_stop_its_audio()
    {
        using var source = new ProcessSource(
            "head -c 300000 /dev/zero | tr '\\0' 'x' >&2; printf '\\001\\000'; exit 1",
            Mono16, SystemClock.Instance);
        source.Open();
        Assert.Equal(1, source.Read(new float[1], ForEver).Frames);
        var failure = Assert.Throws<AudioException>(() => source.Read(new float[1], ForEver));
        Assert.True(failure.Message.Length < 600);
    }

    [Fact]
    public async Task Interrupting_ends_a_blocked_read_and_the_command_with_its_descendants()
    {
        using var folder = new TemporaryFolder();
        var source = new ProcessSource($"sh -c 'echo $$ > {folder["pid"]}; mv {folder["pid"]} {folder["ready"]}; exec sleep 1000' | cat",
            Mono16, SystemClock.Instance);
        source.Open();
        var blocked = Task.Factory.StartNew(() => source.Read(new float[10], ForEver), CancellationToken.None,
            TaskCreationOptions.LongRunning, TaskScheduler.Default);
        while (!File.Exists(folder["ready"])) await Task.Yield();
        var grandchild = File.ReadAllText(folder["ready"]).Trim();

        source.Interrupt();
        Assert.Equal(SourceStatus.Nothing, (await blocked.WaitAsync(TimeSpan.FromSeconds(30))).Status);
        source.Dispose();
        await EndOf(grandchild);
    }

    [Fact]
    public async Task A_command_that_ignores_the_request_to_end_is_ended_by_force()
    {
        using var folder = new TemporaryFolder();
        var source = new ProcessSource(
            $"trap '' TERM; echo $$ > {folder["pid"]}; mv {folder["pid"]} {folder["ready"]}; while :; do sleep 1000; done", Mono16,
            SystemClock.Instance);
        source.Open();
        while (!File.Exists(folder["ready"])) await Task.Yield();
        var process = File.ReadAllText(folder["ready"]).Trim();
        source.Dispose();
        await EndOf(process);
    }

    [Fact]
    public void An_empty_command_is_refused()
    {
        using var source = new ProcessSource(" ", Mono16, SystemClock.Instance);
        Assert.Equal(AudioErrorCode.InvalidArgument, Assert.Throws<AudioException>(source.Open).Code);
    }

    private static async Task EndOf(string process)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (Directory.Exists($"/proc/{process}") && !IsZombie(process))
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    // Ended, but not yet collected by whoever inherited it.
    private static bool IsZombie(string process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static float[] ReadToEnd(ProcessSource source)
    {
        var samples = new List<float>();
        var buffer = new float[100];
        SourceRead read;
        while ((read = source.Read(buffer, ForEver)).Status == SourceStatus.Data) samples.AddRange(buffer.AsSpan(0, read.Frames));
        Assert.Equal(SourceStatus.End, read.Status);
        return [.. samples];
    }
}

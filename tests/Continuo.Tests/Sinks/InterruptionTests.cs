using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Sinks;

namespace Continuo.Tests.Sinks;

public sealed class InterruptionTests
{
    public static TheoryData<string> Sinks => new("null", "wav", "paced", "pipe", "exec");

    [Theory, MemberData(nameof(Sinks))]
    public void An_interrupted_sink_takes_nothing_until_it_is_opened_again(string kind)
    {
        using var folder = new TemporaryFolder();
        using IAudioSink sink = kind switch
        {
            "null" => new NullSink(),
            "wav" => new WavFileSink(folder["a.wav"]),
            "paced" => new PacedSink(new NullSink(), TimeSpan.FromSeconds(10), SystemClock.Instance),
            "pipe" => new PcmStreamSink(new MemoryStream()),
            _ => new ProcessSink("cat > /dev/null"),
        };
        sink.Interrupt(); // in any state
        sink.Open(AudioFormat.Default);
        sink.Write(new float[960]);
        sink.Interrupt();
        Assert.Throws<OperationCanceledException>(() => sink.Write(new float[960]));
        Assert.Throws<OperationCanceledException>(sink.Finish);
        sink.Open(AudioFormat.Default);
        sink.Write(new float[960]);
        sink.Finish();
        Assert.Equal(480, sink.FramesWritten);
        sink.Interrupt();
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_paced_sink_that_waits_for_its_clock_is_interrupted(bool finishing)
    {
        using var sink = new PacedSink(new NullSink(), TimeSpan.FromSeconds(finishing ? 1000 : 0), SystemClock.Instance);
        sink.Open(AudioFormat.Default);
        using var entered = new ManualResetEventSlim();
        var blocked = Task.Factory.StartNew(
            () =>
            {
                if (finishing) sink.Write(new float[96_000 * 20]);
                entered.Set();
                if (finishing) sink.Finish();
                else sink.Write(new float[96_000 * 20]);
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        entered.Wait(TestContext.Current.CancellationToken);
        sink.Interrupt();
        await Assert.ThrowsAsync<OperationCanceledException>(() => blocked);
    }

    [Fact]
    public void What_was_written_before_an_interruption_is_a_whole_file_afterwards()
    {
        using var folder = new TemporaryFolder();
        using (var sink = new WavFileSink(folder["a.wav"]))
        {
            sink.Open(AudioFormat.Default);
            sink.Write(new float[960]);
            sink.Interrupt();
        }

        Assert.Equal(480, ParsedWav.Parse(File.ReadAllBytes(folder["a.wav"])).Frames);
    }
}

using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Recording;
using Continuo.Sinks;
using Continuo.Sources;
using Continuo.Streams;
using Continuo.Tests.Streams;

namespace Continuo.Tests.Recording;

public sealed class RecorderPaceTests
{
    private const int Chunks = 600;

    [Theory]
    [InlineData(SourcePace.Device, 1.0, true)]
    [InlineData(SourcePace.Device, 0.5, false)]
    [InlineData(SourcePace.Peer, 1.0, false)]
    public async Task A_sink_that_takes_a_live_stream_at_the_pace_of_a_clock_is_followed_from_then_on(
        SourcePace pace, double pacing, bool isFollowed)
    {
        var clock = new VirtualClock(1);
        using var chunks = new SemaphoreSlim(Chunks);
        using var sink = new SlowSink(clock, pacing);
        using var stream = AudioStream.Open("tap", () => new TapSource(chunks, pace),
            new StreamOptions { Clock = clock, RingChunks = 1000, RealTimePriority = false });
        using var recorder = Recorder.Start(stream, sink);
        stream.Start();
        Assert.True(SpinWait.SpinUntil(() => stream.Run.Ring.Written == Chunks, TimeSpan.FromSeconds(30)));
        sink.Begin.Set();
        Assert.True(SpinWait.SpinUntil(() => recorder.Live is not null || recorder.Frames == Chunks * 480, TimeSpan.FromSeconds(30)));
        var result = await recorder.FinishAsync(TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal((isFollowed, null), (recorder.Live is not null, result.Failure));
        if (!isFollowed) Assert.Equal(Chunks * 480, result.Frames);
    }

    /// <summary>Takes each block in a multiple of its time, and says nothing of a clock.</summary>
    private sealed class SlowSink(VirtualClock clock, double pacing) : IAudioSink
    {
        public ManualResetEventSlim Begin { get; } = new();

        public string Description => "slow";

        public long FramesWritten { get; private set; }

        public void Open(AudioFormat format)
        {
        }

        public void Write(ReadOnlySpan<float> samples)
        {
            Begin.Wait();
            FramesWritten += samples.Length / 2;
            clock.Advance(AudioFormat.Default.ToTime(samples.Length / 2) * pacing);
        }

        public void Finish()
        {
        }

        public void Interrupt()
        {
        }

        public void Dispose()
        {
        }
    }
}

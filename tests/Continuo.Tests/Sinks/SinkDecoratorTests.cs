using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Sinks;

namespace Continuo.Tests.Sinks;

public sealed class SinkDecoratorTests
{
    [Fact]
    public void A_decorated_output_keeps_its_clock_however_often_it_is_decorated()
    {
        var output = new PacedSink(new NullSink(), TimeSpan.FromMilliseconds(20), SystemClock.Instance);
        using var decorated = new Plain(new Plain(output));
        Assert.Same(output, ((IAudioSink)output).Output);
        Assert.Same(output, decorated.Output);
    }

    [Fact]
    public void A_decorated_file_has_none()
    {
        using var decorated = new Plain(new NullSink());
        Assert.Null(decorated.Output);
    }

    [Fact]
    public void A_decorated_sink_prefers_batches_if_the_inner_one_does()
    {
        var path = Path.GetTempFileName();
        try
        {
            var file = new WavFileSink(path);
            using var decorated = new Plain(file);
            decorated.Open(AudioFormat.Default);
            Assert.True(file.PrefersBatches);
            Assert.True(decorated.PrefersBatches);
        }
        finally
        {
            File.Delete(path);
        }

        using var none = new Plain(new NullSink());
        Assert.False(none.PrefersBatches);
    }

    [Fact]
    public void A_decorated_sink_that_keeps_timing_receives_it()
    {
        var inner = new TimedSink();
        using var decorated = new Plain(new Plain(inner));
        Assert.True(decorated.KeepsTiming);
        decorated.WriteTimed(new float[4], 1_234, 7);
        Assert.Equal((1_234, 7), inner.Last);
    }

    [Fact]
    public void A_sink_that_does_not_keep_timing_refuses_it()
    {
        using var decorated = new Plain(new NullSink());
        Assert.False(decorated.KeepsTiming);
        Assert.Throws<InvalidOperationException>(() => decorated.WriteTimed(new float[4], 0, 0));
    }

    [Fact]
    public void An_interruption_reaches_the_inner_sink()
    {
        using var decorated = new Plain(new NullSink());
        decorated.Open(AudioFormat.Default);
        decorated.Write(new float[4]);
        decorated.Interrupt();
        Assert.Equal(2, decorated.FramesWritten);
        Assert.Throws<OperationCanceledException>(() => decorated.Write(new float[4]));
        Assert.Throws<OperationCanceledException>(decorated.Finish);
    }

    [Fact]
    public void A_paced_sink_has_room_as_soon_as_the_clock_has_played_what_exceeds_its_hold()
    {
        var clock = new VirtualClock(1_000_000_000);
        using var sink = new PacedSink(new NullSink(), TimeSpan.FromMilliseconds(20), clock);
        sink.Open(AudioFormat.Default);
        Assert.True(sink.WaitForRoom(480, TimeSpan.Zero));
        sink.Write(new float[2 * 960]);
        Assert.False(sink.WaitForRoom(480, TimeSpan.FromMilliseconds(4)));
        Assert.True(sink.WaitForRoom(480, TimeSpan.FromMilliseconds(200)));
        var before = clock.Now;
        Assert.Equal(1_010_000_000, before);
        sink.Write(new float[2 * 480]);
        Assert.Equal(before, clock.Now);
        Assert.Equal(960, sink.LatencyFrames);
    }

    private sealed class TimedSink : IAudioSink
    {
        public string Description => "timed";

        public long FramesWritten => 0;

        public bool KeepsTiming => true;

        public (long CaptureTime, long GapFrames) Last { get; private set; }

        public void Open(AudioFormat format)
        {
        }

        public void Write(ReadOnlySpan<float> samples) => Assert.Fail("A sink that keeps timing receives it with the audio.");

        public void WriteTimed(ReadOnlySpan<float> samples, long captureTime, long gapFrames) => Last = (captureTime, gapFrames);

        public void Finish()
        {
        }

        public void Dispose()
        {
        }
    }

    private sealed class Plain(IAudioSink inner) : SinkDecorator(inner);
}

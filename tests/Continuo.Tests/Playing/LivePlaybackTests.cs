using Continuo.Clocks;
using Continuo.Playing;
using Continuo.Sinks;
using Continuo.Streams;

namespace Continuo.Tests.Playing;

public sealed class LivePlaybackTests
{
    [Fact]
    public async Task A_stream_is_played_to_its_end_and_the_sink_is_finished()
    {
        using var stream = AudioStream.Open("tone:440?seconds=0.3", new StreamOptions { RealTimePriority = false });
        var sink = new PacedSink(new NullSink(), TimeSpan.FromMilliseconds(40), SystemClock.Instance);
        using var playback = LivePlayback.Start(stream, sink);
        stream.Start();
        var result = await playback.Completion.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Null(result.Failure);
        var statistics = playback.Input.Statistics;
        // What was captured before the first block is read is left out.
        Assert.InRange(statistics.Frames + statistics.SkippedFrames, 14_380, 14_450);
        Assert.InRange(statistics.SkippedFrames, 0, 1_000);
        Assert.InRange(sink.FramesWritten, 14_400, 480_000);
    }

    [Fact]
    public async Task It_ends_after_the_frames_that_were_asked_for()
    {
        using var stream = AudioStream.Open("tone:440", new StreamOptions { RealTimePriority = false });
        using var playback = LivePlayback.Start(stream, new PacedSink(new NullSink(), TimeSpan.FromMilliseconds(40), SystemClock.Instance),
            live: new() { Frames = 4800 });
        stream.Start();
        var result = await playback.Completion.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal(4800, result.Frames);
    }
}

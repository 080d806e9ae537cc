using Continuo.Audio;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Tests.Streams;

public sealed class RecorderTests
{
    [Fact]
    public async Task A_source_that_fails_before_its_first_frame_leaves_no_recording_behind()
    {
        var sink = new MemorySink();
        using var stream = AudioStream.Open("failing", static () => new FailingSource());
        using var recorder = Recorder.Start(stream, sink);
        stream.Start();
        var result = await recorder.Completion;

        Assert.Equal(0, result.Frames);
        Assert.Equal(StreamHealth.Failed, stream.Health);
        Assert.False(sink.IsFinished);
    }

    [Fact]
    public async Task A_recorder_that_is_disposed_before_anything_came_leaves_no_recording_behind()
    {
        var sink = new MemorySink();
        using var stream = AudioStream.Open("tone:440");
        var recorder = Recorder.Start(stream, sink);
        recorder.Dispose();
        await recorder.Completion;

        Assert.False(sink.IsFinished);
    }

    [Fact]
    public async Task A_source_that_ends_without_a_frame_leaves_an_empty_recording()
    {
        var sink = new MemorySink();
        using var stream = AudioStream.Open("ending", static () => new FailingSource(ends: true));
        using var recorder = Recorder.Start(stream, sink);
        stream.Start();
        await recorder.Completion;

        Assert.True(sink.IsFinished);
    }

    private sealed class FailingSource(bool ends = false) : IAudioSource
    {
        public AudioFormat Format => AudioFormat.Default;

        public SourcePace Pace => SourcePace.Peer;

        public string Description => "a failing source";

        public void Open()
        {
        }

        public SourceRead Read(Span<float> destination, TimeSpan timeout) =>
            ends ? SourceRead.End : throw new AudioException(AudioErrorCode.ProcessFailed, Description, "it failed", "Try another");

        public void Interrupt()
        {
        }

        public void Dispose()
        {
        }
    }
}

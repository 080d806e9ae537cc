using Continuo.Audio;
using Continuo.Recording;
using Continuo.Sinks;
using Continuo.Streams;
using Continuo.Tests.Streams;

namespace Continuo.Tests.Recording;

/// <summary>Recordings that end while their stream goes on.</summary>
public sealed class RecorderEndTests
{
    [Fact]
    public async Task A_recording_that_fails_ends_at_once()
    {
        var sink = new MemorySink(failAfter: 960);
        var result = await Record(sink, null);
        Assert.Equal(AudioErrorCode.DiskFull, result.Failure?.Code);
        Assert.Equal((960, 1), (result.Frames, sink.Disposals));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_recording_of_so_many_frames_ends_with_the_last_of_them(bool inChunks)
    {
        using IAudioSink sink = inChunks ? new ChunkSink() : new MemorySink();
        var result = await Record(sink, frames: 1000);
        Assert.Null(result.Failure);
        Assert.Equal((1000, 1000), (result.Frames, sink.FramesWritten));
    }

    private static async Task<RecordingResult> Record(IAudioSink sink, long? frames)
    {
        using var stream = AudioStream.Open("tone:440", new StreamOptions { RealTimePriority = false });
        using var recorder = Recorder.Start(stream, sink, new RecorderOptions { Frames = frames });
        stream.Start();
        return await recorder.Completion.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    private sealed class ChunkSink : IAudioSink
    {
        public bool KeepsTiming => true;

        public string Description => "chunks";

        public long FramesWritten { get; private set; }

        public void Open(AudioFormat format)
        {
        }

        public void Write(ReadOnlySpan<float> samples) => Assert.Fail("A sink that keeps timing receives it with the audio.");

        public void WriteTimed(ReadOnlySpan<float> samples, long captureTime, long gapFrames) =>
            FramesWritten += samples.Length / 2 + gapFrames;

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

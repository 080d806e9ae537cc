using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Recording;
using Continuo.Rings;
using Continuo.Sinks;
using Continuo.Sources;
using Continuo.Streams;
using Continuo.Tests.Streams;

namespace Continuo.Tests.Recording;

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

    [Fact]
    public async Task A_file_is_written_in_batches_and_anything_else_chunk_by_chunk()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("continuo-batches-").FullName, "take.wav");
        using var stream = AudioStream.Open("counter",
            static () => new CountingSource(480 * 23),
            new StreamOptions { Pacing = Pacing.Unpaced });
        using var file = Recorder.Start(stream, new WavFileSink(path));
        using var other = Recorder.Start(stream, new MemorySink());
        stream.Start();
        Assert.Equal(480 * 23, (await file.Completion).Frames); // the last batch is not complete
        Assert.Equal(480 * 23, (await other.Completion).Frames);
        Assert.Equal(WakeMode.Batch, file.Subscription.Options.WakeMode);
        Assert.Equal(WakeMode.Event, other.Subscription.Options.WakeMode);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Theory]
    [InlineData(long.MaxValue, 4_800)]
    [InlineData(960, 960)]
    public async Task The_sink_is_finished_and_freed_once_at_the_end_and_after_a_failure(long failAfter, long frames)
    {
        var sink = new MemorySink(failAfter);
        using var stream = AudioStream.Open("tone:440?seconds=0.1", new StreamOptions { Pacing = Pacing.Unpaced });
        var recorder = Recorder.Start(stream, sink);
        stream.Start();
        var result = await recorder.Completion.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal((1, true), (sink.Disposals, sink.IsFinished));
        Assert.Equal((frames, frames < 4_800), (result.Frames, result.Failure is not null));
        await recorder.DisposeAsync();
        recorder.Dispose();
        Assert.Equal(1, sink.Disposals);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sink_that_hangs_is_interrupted_when_its_recorder_is_disposed_of(bool asynchronously)
    {
        var sink = new GuardedSink(TimeSpan.FromMinutes(10));
        using var stream = AudioStream.Open("tone:440", new StreamOptions { RealTimePriority = false });
        var recorder = Recorder.Start(stream, sink);
        stream.Start();
        Assert.True(SpinWait.SpinUntil(() => sink.Most > 0, TimeSpan.FromSeconds(30)));
        if (asynchronously) await recorder.DisposeAsync();
        else recorder.Dispose();
        var result = await recorder.Completion.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(AudioErrorCode.TimedOut, result.Failure?.Code);
        Assert.Equal((1, 0), (sink.Disposals, sink.CallsTooLate));
    }

    [Fact]
    public async Task A_sink_is_freed_when_nothing_was_recorded_and_when_recording_cannot_begin()
    {
        var (unused, refused) = (new MemorySink(), new MemorySink());
        var stream = AudioStream.Open("tone:440");
        var recorder = Recorder.Start(stream, unused);
        await recorder.DisposeAsync();
        Assert.Equal(1, unused.Disposals);
        stream.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Recorder.Start(stream, refused));
        Assert.Equal(1, refused.Disposals);
    }

    [Theory]
    [InlineData("silence:?seconds=0.1", true)]
    [InlineData("tone:440?seconds=0.1", false)]
    public async Task A_recording_that_heard_nothing_says_so(string address, bool nothing)
    {
        using var stream = AudioStream.Open(address, new StreamOptions { Pacing = Pacing.Unpaced });
        using var recorder = Recorder.Start(stream, new MemorySink());
        stream.Start();

        Assert.Equal(nothing, (await recorder.Completion).HeardNothing);
    }

    [Theory]
    [InlineData(null, 2_880, 1_920)]
    [InlineData(2_000L, 2_000, 1_520)]
    [InlineData(300L, 300, 0)]
    public async Task A_sink_that_carries_time_is_informed_of_gaps_and_capture_times(long? limit, long frames, long gapFrames)
    {
        var sink = new TimedMemorySink();
        using var stream = AudioStream.Open("gaps", static () => new GapSource());
        using var recorder = Recorder.Start(stream, sink, new RecorderOptions { Frames = limit });
        stream.Start();
        var result = await recorder.Completion;

        Assert.Equal((frames, gapFrames), (result.Frames, result.GapFrames));
        Assert.Equal(frames, sink.Frames);
        Assert.Equal(gapFrames, sink.GapFrames);
        Assert.True(sink.FirstCapture > 0);
    }

    [Fact]
    [RealTimeTest("A tone and a sink on the system's clock: by how much the audio is stretched depends on how late the threads run.")]
    public async Task A_sink_with_a_clock_gets_a_live_stream_at_a_held_delay_and_ends_with_it()
    {
        var memory = new MemorySink();
        using var stream = AudioStream.Open("tone:440?seconds=0.5", new StreamOptions { RealTimePriority = false });
        using var recorder = Recorder.Start(stream, new PacedSink(memory, TimeSpan.FromMilliseconds(40), SystemClock.Instance));
        stream.Start();
        var result = await recorder.Completion.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.Null(result.Failure);
        Assert.True(memory.IsFinished);
        Assert.NotNull(recorder.Live);
        Assert.InRange(recorder.Live.Value.Frames + recorder.Live.Value.SkippedFrames, 23_900, 24_100);
        Assert.InRange(recorder.Live.Value.Target.TotalMilliseconds, 10, 400); // what it is depends on how the threads were scheduled
        Assert.False(result.HeardNothing);
    }

    [Fact]
    public async Task A_recording_to_an_output_ends_after_the_frames_that_were_asked_for_and_when_it_is_finished()
    {
        using var stream = AudioStream.Open("tone:440", new StreamOptions { RealTimePriority = false });
        using var limited = Recorder.Start(stream, new PacedSink(new NullSink(), TimeSpan.FromMilliseconds(40), SystemClock.Instance),
            new RecorderOptions { Frames = 4800 });
        using var finished = Recorder.Start(stream, new PacedSink(new NullSink(), TimeSpan.FromMilliseconds(40), SystemClock.Instance));
        stream.Start();
        Assert.Equal(4800, (await limited.Completion.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken)).Frames);
        Assert.Null((await finished.FinishAsync().WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken)).Failure);
    }

    [Fact]
    public async Task An_unpaced_source_waits_for_an_output_and_nothing_is_left_out()
    {
        var memory = new MemorySink();
        using var stream = AudioStream.Open("tone:440?seconds=0.2", new StreamOptions { Pacing = Pacing.Unpaced });
        using var recorder = Recorder.Start(stream, new PacedSink(memory, TimeSpan.FromMilliseconds(40), new VirtualClock(1)));
        stream.Start();
        Assert.Equal(9_600, (await recorder.Completion).Frames);
        Assert.Null(recorder.Live);
    }

    private sealed class TimedMemorySink : IAudioSink
    {
        public bool KeepsTiming => true;

        public long Frames { get; private set; }

        public long GapFrames { get; private set; }

        public long FirstCapture { get; private set; } = -1;

        public string Description => "timed memory";

        public long FramesWritten => Frames;

        public void Open(AudioFormat format)
        {
        }

        public void Write(ReadOnlySpan<float> samples) => Assert.Fail("A sink that keeps timing receives it with the audio.");

        public void WriteTimed(ReadOnlySpan<float> samples, long captureTime, long gapFrames)
        {
            if (FirstCapture < 0) FirstCapture = captureTime;
            Frames += samples.Length + gapFrames;
            GapFrames += gapFrames;
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

    /// <summary>480 frames, a gap of 1920, 480 frames, the end.</summary>
    private sealed class GapSource : IAudioSource
    {
        private int _reads;

        public AudioFormat Format => new(48_000, 1);

        public SourcePace Pace => SourcePace.Peer;

        public string Description => "a source with a gap";

        public void Open()
        {
        }

        public SourceRead Read(Span<float> destination, TimeSpan timeout) => ++_reads switch
        {
            1 => SourceRead.Data(480, 5_000_000_000),
            2 => new SourceRead(SourceStatus.Data, 480, 5_050_000_000, 1_920, GapReason.Device),
            _ => SourceRead.End,
        };

        public void Interrupt()
        {
        }

        public void Dispose()
        {
        }
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

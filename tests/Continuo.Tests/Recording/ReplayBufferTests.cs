using Continuo.Audio;
using Continuo.Recording;
using Continuo.Sources;
using Continuo.Streams;
using Continuo.Tests.Streams;

namespace Continuo.Tests.Recording;

public sealed class ReplayBufferTests
{
    private const int Chunk = 480;
    private static readonly StreamOptions Unpaced = new() { Pacing = Pacing.Unpaced, RealTimePriority = false };

    [Theory]
    [InlineData(500, 24_000)]
    [InlineData(505, 24_240)]
    [InlineData(1_999, 95_952)]
    [InlineData(2_000, 96_000)]
    [InlineData(2_500, 96_000)]
    public void A_save_gives_the_last_frames_and_no_more_than_there_have_been(int milliseconds, int frames)
    {
        using var stream = AudioStream.Open("counter", () => new CountingSource(200 * Chunk), Unpaced);
        using var replay = new ReplayBuffer(stream, TimeSpan.FromSeconds(3));
        RunToEnd(stream);
        var memory = new MemorySink();
        Assert.Equal(frames, replay.Save(TimeSpan.FromMilliseconds(milliseconds), memory));
        Assert.True(memory.IsFinished);
        Assert.Equal(frames * 2, memory.Samples.Count);
        for (var i = 0; i < frames; i++) Assert.Equal(CountingSource.Sample(200 * Chunk - frames + i, 1), memory.Samples[2 * i + 1]);
    }

    [Fact]
    public void What_is_older_than_the_length_and_its_margin_is_forgotten()
    {
        using var stream = AudioStream.Open("counter", () => new CountingSource(1000 * Chunk), Unpaced);
        using var replay = new ReplayBuffer(stream, TimeSpan.FromSeconds(1));
        RunToEnd(stream);
        var memory = new MemorySink();
        Assert.Equal(48_000, replay.Save(TimeSpan.FromSeconds(1), memory));
        Assert.Equal(CountingSource.Sample(999 * Chunk, 0), memory.Samples[^(2 * Chunk)]);
        Assert.Equal(TimeSpan.FromSeconds(1), replay.Length);
    }

    [Theory]
    [InlineData(1000, 1960)]
    [InlineData(480, 960 + 480)]
    [InlineData(481, 900)]
    [InlineData(2000, 1500)]
    public void A_gap_is_saved_as_silence_of_its_length(int gap, int frames)
    {
        using var stream = AudioStream.Open("gap", () => new GapSource(gap), Unpaced);
        using var replay = new ReplayBuffer(stream, TimeSpan.FromSeconds(3));
        RunToEnd(stream);
        var memory = new MemorySink();
        var time = AudioFormat.Default.ToTime(frames);
        Assert.Equal(frames, replay.Save(time, memory));
        var expected = Enumerable.Repeat(0.25f, Chunk)
            .Concat(Enumerable.Repeat(0f, gap))
            .Concat(Enumerable.Repeat(0.5f, Chunk))
            .TakeLast(frames);
        Assert.Equal(expected, memory.Samples.Where((_, i) => i % 2 == 0));
    }

    [Fact]
    public void A_save_is_whole_while_the_stream_goes_on()
    {
        using var stream = AudioStream.Open("counter", () => new CountingSource(long.MaxValue), new StreamOptions { RealTimePriority = false });
        using var replay = new ReplayBuffer(stream, TimeSpan.FromSeconds(1));
        stream.Start();
        Assert.True(SpinWait.SpinUntil(() => replay.Save(TimeSpan.FromMilliseconds(50), new MemorySink()) == 5 * Chunk, TimeSpan.FromSeconds(30)));
        for (var i = 0; i < 10_000; i++) Assert.Equal(Chunk, replay.Save(TimeSpan.FromMilliseconds(10), new MemorySink()));
    }

    [Fact]
    public void Lengths_and_times_out_of_range_are_refused()
    {
        using var stream = AudioStream.Open("counter", () => new CountingSource(Chunk), Unpaced);
        Assert.Equal(AudioErrorCode.InvalidArgument,
            Assert.Throws<AudioException>(() => new ReplayBuffer(stream, TimeSpan.FromSeconds(0.999))).Code);
        Assert.Equal(AudioErrorCode.InvalidArgument,
            Assert.Throws<AudioException>(() => new ReplayBuffer(stream, ReplayBuffer.MaxLength + TimeSpan.FromTicks(1))).Code);
        Assert.Empty(stream.Subscriptions);
        using var replay = new ReplayBuffer(stream, TimeSpan.FromSeconds(1));
        Assert.Equal(AudioErrorCode.InvalidArgument,
            Assert.Throws<AudioException>(() => replay.Save(TimeSpan.Zero, new MemorySink())).Code);
        Assert.Equal(AudioErrorCode.InvalidArgument,
            Assert.Throws<AudioException>(() => replay.Save(TimeSpan.FromSeconds(1) + TimeSpan.FromTicks(1), new MemorySink())).Code);
        Assert.Equal(0, replay.Save(TimeSpan.FromTicks(1), new MemorySink()));
        Assert.Equal(0, replay.Save(TimeSpan.FromSeconds(1), new MemorySink()));
    }

    [Fact]
    public void A_buffer_that_is_closed_leaves_its_stream_and_saves_nothing()
    {
        var stream = AudioStream.Open("counter", () => new CountingSource(Chunk), Unpaced);
        var replay = new ReplayBuffer(stream, TimeSpan.FromSeconds(1));
        Assert.Single(stream.Subscriptions);
        replay.Dispose();
        Assert.Empty(stream.Subscriptions);
        Assert.Throws<ObjectDisposedException>(() => replay.Save(TimeSpan.FromSeconds(1), new MemorySink()));
        stream.Dispose();
        Assert.Throws<ObjectDisposedException>(() => new ReplayBuffer(stream, TimeSpan.FromSeconds(1)));
    }

    private static void RunToEnd(AudioStream stream)
    {
        var kept = stream.Subscriptions[0];
        stream.Start();
        Assert.True(stream.Ended.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.True(kept.Drained.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    /// <summary>A chunk, a gap, a chunk, the end.</summary>
    private sealed class GapSource(int gap) : IAudioSource
    {
        private const long Start = 5_000_000_000;
        private int _reads;

        public AudioFormat Format => AudioFormat.Default;

        public SourcePace Pace => SourcePace.Peer;

        public string Description => "a source with a gap";

        public void Open()
        {
        }

        public SourceRead Read(Span<float> destination, TimeSpan timeout)
        {
            destination[..(2 * Chunk)].Fill(++_reads == 1 ? 0.25f : 0.5f);
            return _reads switch
            {
                1 => SourceRead.Data(Chunk, Start),
                2 => new SourceRead(SourceStatus.Data, Chunk, Start + Format.ToNanoseconds(Chunk + gap), gap, GapReason.Device),
                _ => SourceRead.End,
            };
        }

        public void Interrupt()
        {
        }

        public void Dispose()
        {
        }
    }
}

using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Live;
using Continuo.Recording;
using Continuo.Rings;
using Continuo.Sinks;

namespace Continuo.Tests.Recording;

public sealed class OutputFeedTests : IDisposable
{
    private const double Step = 2 * Math.PI * 100 / 48_000; // of a 100 Hz sine of amplitude 1, at the most

    private readonly VirtualClock _clock = new(1_000_000_000);
    private readonly LiveRig _rig;

    public OutputFeedTests() => _rig = new LiveRig(_clock, frame => (float)Math.Sin(frame * Step));

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void After_a_stall_of_two_seconds_the_delay_is_back_at_its_target_without_a_click_and_what_was_skipped_is_counted()
    {
        using var reader = _rig.Stream.OpenReader();
        var written = new Streams.MemorySink();
        written.Open(AudioFormat.Default);
        var last = new float[960];
        void WriteChunk()
        {
            if (reader.TryRead(out var chunk) != ReadStatus.Chunk) return;
            chunk.Samples.CopyTo(last);
            written.Write(last);
        }

        _rig.Run(100, WriteChunk);
        _rig.Run(200, read: null);
        _rig.Run(100, WriteChunk); // at the sink's pace: 2 s late
        Assert.InRange(reader.Ring.Lag, 195, 205);

        using var input = LiveInput.Continue(_rig.Stream, reader.Ring, LiveInputOptions.Default with { Clock = _clock }, last);
        using var feed = new OutputFeed(input, written, _clock, 480);
        _rig.Run(100, () => feed.Step());

        var statistics = input.Statistics;
        Assert.InRange(reader.Ring.Lag, 0, 1);
        Assert.InRange(statistics.Delay - statistics.Target, TimeSpan.FromMilliseconds(-2), TimeSpan.FromMilliseconds(2));
        Assert.InRange(statistics.Target, TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(40));
        Assert.InRange(reader.Statistics.Late, 140, 160);
        Assert.InRange(statistics.LateFrames, 140 * 480, 160 * 480);
        Assert.InRange(LargestStep(written.Samples.ToArray()), 0.001, 2 * Step);
    }

    [Fact]
    public void An_output_is_written_when_it_has_room_and_its_latency_is_part_of_the_delay()
    {
        using var reader = _rig.Stream.OpenReader();
        using var output = new StepOutput(latency: 1_440);
        output.Open(AudioFormat.Default);
        using var input = LiveInput.Continue(_rig.Stream, reader.Ring, LiveInputOptions.Default with { Clock = _clock }, []);
        using var feed = new OutputFeed(input, output, _clock, 480);
        _rig.Run(300, () => feed.Step());
        Assert.InRange(input.Statistics.Delay.TotalMilliseconds, 40, 70);

        output.HasRoom = false;
        var before = output.FramesWritten;
        _rig.Run(1, () => Assert.True(feed.Step().IsEmpty));
        Assert.Equal(before, output.FramesWritten);
    }

    [Fact]
    public void A_sink_that_takes_everything_at_once_is_held_back_to_real_time()
    {
        using var reader = _rig.Stream.OpenReader();
        var written = new Streams.MemorySink();
        written.Open(AudioFormat.Default);
        using var input = LiveInput.Continue(_rig.Stream, reader.Ring, LiveInputOptions.Default with { Clock = _clock }, []);
        using var feed = new OutputFeed(input, written, _clock, 480);
        var begin = _clock.Now;
        for (var i = 0; i < 1_000; i++) feed.Step();
        Assert.InRange(_clock.Now - begin, 8_980_000_000, 9_020_000_000); // 10 s of audio, one second ahead
    }

    private static double LargestStep(float[] samples)
    {
        var largest = 0.0;
        for (var i = 2; i < samples.Length; i += 2) largest = Math.Max(largest, Math.Abs(samples[i] - samples[i - 2]));
        return largest;
    }

    private sealed class StepOutput(long latency) : IOutputDevice
    {
        public bool HasRoom { get; set; } = true;

        public string Description => "an output";

        public long FramesWritten { get; private set; }

        public long LatencyFrames => latency;

        public long Underruns => 0;

        public void Open(AudioFormat format)
        {
        }

        public bool WaitForRoom(int frames, TimeSpan timeout) => HasRoom;

        public bool TryHold(int frames) => false;

        public int PieceFrames(int blockFrames) => blockFrames;

        public void Write(ReadOnlySpan<float> samples) => FramesWritten += samples.Length / 2;

        public void Finish()
        {
        }

        public void Dispose()
        {
        }
    }
}

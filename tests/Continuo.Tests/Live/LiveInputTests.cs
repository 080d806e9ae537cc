using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Live;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Tests.Live;

public sealed class LiveInputTests
{
    private const double Hertz = 200;
    private const double Amplitude = 0.5;

    // A tone's own step, and what fading over two tones of opposite phase in 5 ms can add.
    private const double MaxStep = 2 * Math.PI * Hertz / 48_000 * Amplitude + 2 * Amplitude * Math.PI / 2 / 240 + 1e-3;

    private readonly VirtualClock _clock = new(1_000_000_000);
    private readonly float[] _block = new float[480 * 2];
    private float _last;
    private double _worstStep;

    [Fact]
    public void The_delay_is_what_chunk_and_block_need_and_holds()
    {
        using var rig = Rig();
        using var input = LiveInput.Open(rig.Stream, AudioFormat.Default);
        rig.Run(500, () => Read(input));
        var statistics = input.Statistics;
        Assert.Equal(LiveState.Flowing, statistics.State);
        Assert.InRange(statistics.Delay.TotalMilliseconds, 20, 23);
        Assert.Equal((0L, 0L, 0L), (statistics.Underruns, statistics.Jumps, statistics.ConcealedFrames));
        Assert.True(_worstStep < MaxStep, $"a step of {_worstStep}");
    }

    [Theory]
    [InlineData(100)]
    [InlineData(500)]
    [InlineData(5000)]
    public void After_a_stall_of_the_consumer_the_delay_is_back_at_once_without_a_click(int maxLagMs)
    {
        using var rig = Rig();
        using var input = LiveInput.Open(rig.Stream, AudioFormat.Default,
            new LiveInputOptions { MaxLag = TimeSpan.FromMilliseconds(maxLagMs) });
        rig.Run(300, () => Read(input));
        var before = input.Statistics;
        rig.Run(200, null);
        rig.Run(100, () => Read(input));
        var after = input.Statistics;
        Assert.Equal(before.Target, after.Target);
        Assert.Equal(after.Target.TotalMilliseconds, after.Delay.TotalMilliseconds, 0.1);
        Assert.InRange(after.LostFrames + after.SkippedFrames - before.SkippedFrames, 190 * 480, 205 * 480);
        Assert.True(_worstStep < MaxStep, $"a step of {_worstStep}");
    }

    [Fact]
    public void After_a_stall_of_the_source_the_delay_is_back_within_ten_seconds_without_a_click()
    {
        using var rig = Rig();
        using var input = LiveInput.Open(rig.Stream, AudioFormat.Default);
        rig.Run(300, () => Read(input));
        var before = input.Statistics;
        rig.Run(200, () => Read(input), delivers: false);
        Assert.Equal(LiveState.Concealing, input.Statistics.State);
        Assert.Equal(0f, _last);
        rig.Run(1000, () => Read(input));
        var after = input.Statistics;
        Assert.Equal(before.Target.TotalMilliseconds, after.Target.TotalMilliseconds, 5.0);
        Assert.Equal(after.Target.TotalMilliseconds, after.Delay.TotalMilliseconds, 0.2);
        Assert.Equal(1, after.Underruns);
        Assert.InRange(after.ConcealedFrames, 195 * 480, 205 * 480);
        Assert.True(_worstStep < MaxStep, $"a step of {_worstStep}");
    }

    [Fact]
    public void A_source_that_stalls_often_is_given_the_delay_that_it_needs()
    {
        using var rig = Rig();
        using var input = LiveInput.Open(rig.Stream, AudioFormat.Default);
        rig.Run(300, () => Read(input));
        for (var second = 0; second < 10; second++)
        {
            rig.Run(12, () => Read(input), delivers: false);
            rig.Run(88, () => Read(input));
        }

        var (underruns, worst) = (input.Statistics.Underruns, input.Statistics.Delay.TotalMilliseconds);
        Assert.InRange(underruns, 2, 4);
        Assert.InRange(worst, 130, 170);
        rig.Run(1200, () => Read(input));
        Assert.InRange(input.Statistics.Delay.TotalMilliseconds, 20, 24);
    }

    [Fact]
    public void A_gap_lasts_as_long_as_it_lasted_and_is_counted_by_its_reason()
    {
        using var rig = Rig();
        using var input = LiveInput.Open(rig.Stream, AudioFormat.Default);
        rig.Run(300, () => Read(input));
        rig.Lose(4800);
        rig.Run(300, () => Read(input));
        var statistics = input.Statistics;
        Assert.Equal(4800, statistics.DeviceFrames);
        Assert.InRange(statistics.ConcealedFrames, 4700, 6000);
        Assert.Equal(statistics.Target.TotalMilliseconds, statistics.Delay.TotalMilliseconds, 0.1);
        Assert.True(_worstStep < MaxStep, $"a step of {_worstStep}");
    }

    [Theory]
    [InlineData(300, 0)]
    [InlineData(-300, 0)]
    [InlineData(150, -150)]
    public void Clocks_that_differ_move_the_delay_by_less_than_a_millisecond_and_nothing_is_dropped(double writePpm, double readPpm)
    {
        using var rig = new LiveRig(_clock, Tone, writePpm, readPpm);
        using var input = LiveInput.Open(rig.Stream, AudioFormat.Default);
        rig.Run(500, () => Read(input));
        var (skipped, worst) = (input.Statistics.SkippedFrames, 0.0);
        rig.Run(15_000, () =>
        {
            Read(input);
            worst = Math.Max(worst, Math.Abs((input.Statistics.Delay - input.Statistics.Target).TotalMilliseconds));
        });
        var statistics = input.Statistics;
        Assert.True(worst < 1, $"the delay was off by {worst} ms");
        Assert.Equal((0L, 0L, 0L, 0L, skipped),
            (statistics.LostFrames, statistics.ConcealedFrames, statistics.Underruns, statistics.Jumps, statistics.SkippedFrames));
        Assert.Equal(writePpm - readPpm, statistics.DriftPpm, 5.0);
        Assert.True(_worstStep < MaxStep, $"a step of {_worstStep}");
    }

    [Fact]
    public void A_write_ahead_is_part_of_the_delay_and_what_it_holds_may_vary()
    {
        using var rig = Rig();
        using var input = LiveInput.Open(rig.Stream, AudioFormat.Default,
            new LiveInputOptions { FirstLead = TimeSpan.FromMilliseconds(40) });
        var (random, lead) = (new Random(1), 0L);
        rig.Run(2000, () =>
        {
            lead = 30_000_000 + random.Next(10_000_000);
            input.Read(_block, _clock.Now + 35_000_000, _clock.Now + 35_000_000 - lead);
            Note();
        });
        var statistics = input.Statistics;
        Assert.InRange(statistics.Delay.TotalMilliseconds, 50, 62);
        Assert.Equal(0, statistics.Underruns);
        Assert.True(_worstStep < MaxStep, $"a step of {_worstStep}");
    }

    [Fact]
    public void A_stream_that_ends_is_delivered_to_its_last_frame_and_is_then_silent()
    {
        using var rig = Rig();
        using var input = LiveInput.Open(rig.Stream, AudioFormat.Default);
        rig.Run(100, () => Read(input));
        rig.End();
        Assert.False(input.HasEnded);
        rig.Run(10, () => Read(input));
        Assert.True(input.HasEnded);
        Assert.Equal(LiveState.Ended, input.Statistics.State);
        Assert.Equal(0, input.Statistics.Underruns);
        Assert.Equal(0f, _last);
        Assert.True(_worstStep < MaxStep, $"a step of {_worstStep}");
    }

    [Fact]
    public void It_ends_after_the_frames_that_were_asked_for()
    {
        using var rig = Rig();
        using var input = LiveInput.Open(rig.Stream, AudioFormat.Default, new LiveInputOptions { Frames = 10_000 });
        rig.Run(100, () => Read(input));
        Assert.True(input.HasEnded);
        Assert.Equal(10_000, input.Statistics.Frames + input.Statistics.ConcealedFrames);
    }

    [Fact]
    public void Every_run_of_the_stream_is_followed()
    {
        using var stream = AudioStream.Open("constant", () => new ConstantSource(), new StreamOptions { RealTimePriority = false });
        using var input = LiveInput.Open(stream, AudioFormat.Default);
        var clock = SystemClock.Instance;
        for (var run = 1; run <= 3; run++)
        {
            stream.Start();
            Assert.True(SpinWait.SpinUntil(() => Heard(0.5f), TimeSpan.FromSeconds(20)), $"run {run} is not heard");
            stream.Stop();
            Assert.True(SpinWait.SpinUntil(() => Heard(0f), TimeSpan.FromSeconds(20)), $"run {run} does not end");
            Assert.Equal(run, input.Statistics.Runs);
        }

        bool Heard(float value)
        {
            input.Read(_block, clock.Now, clock.Now);
            Thread.Sleep(2);
            return Math.Abs(_block[^1] - value) < 1e-3f;
        }
    }

    [Fact]
    public void Mono_and_surround_become_what_the_consumer_has()
    {
        foreach (var (channels, expected) in new[] { (1, 0.5f), (6, 0.5f * (1 + 2 / MathF.Sqrt(2))) })
        {
            var clock = new VirtualClock(1_000_000_000);
            using var rig = new LiveRig(clock, _ => 0.5f, format: new AudioFormat(48_000, channels));
            using var input = LiveInput.Open(rig.Stream, AudioFormat.Default);
            rig.Run(100, () => input.Read(_block, clock.Now, clock.Now));
            Assert.Equal(expected, _block[0], 3);
            Assert.Equal(expected, _block[^1], 3);
        }
    }

    [Fact]
    public void A_pipe_without_times_is_held_by_its_arrival()
    {
        using var rig = new LiveRig(_clock, Tone, pace: SourcePace.Peer);
        using var input = LiveInput.Open(rig.Stream, AudioFormat.Default);
        rig.Run(3000, () => Read(input));
        var statistics = input.Statistics;
        Assert.Equal(LiveState.Flowing, statistics.State);
        Assert.Equal(0, statistics.LostFrames + statistics.Jumps);
        Assert.InRange(statistics.Delay.TotalMilliseconds, 15, 40);
    }

    [Fact]
    public void Another_rate_needs_a_converter()
    {
        using var rig = new LiveRig(_clock, Tone, format: new AudioFormat(44_100, 2));
        var refusal = Assert.Throws<AudioException>(() => LiveInput.Open(rig.Stream, AudioFormat.Default));
        Assert.Equal(AudioErrorCode.Unsupported, refusal.Code);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(9001)]
    public void A_lag_out_of_range_is_refused(double milliseconds)
    {
        using var rig = Rig();
        Assert.Throws<AudioException>(() =>
            LiveInput.Open(rig.Stream, AudioFormat.Default, new LiveInputOptions { MaxLag = TimeSpan.FromMilliseconds(milliseconds) }));
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        using var rig = Rig();
        using var input = LiveInput.Open(rig.Stream, AudioFormat.Default);
        rig.Run(1000, () => Read(input));
        var bytes = 0L;
        rig.Run(1000, () =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Read(input);
            bytes += GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Assert.Equal(0, bytes);
    }

    private static float Tone(long frame) => (float)(Amplitude * Math.Sin(2 * Math.PI * (frame % 240) / 240));

    private LiveRig Rig() => new(_clock, Tone);

    private void Read(LiveInput input)
    {
        input.Read(_block, _clock.Now, _clock.Now);
        Note();
    }

    private void Note()
    {
        for (var i = 0; i < _block.Length; i += 2)
        {
            _worstStep = Math.Max(_worstStep, Math.Abs(_block[i] - _last));
            _last = _block[i];
        }
    }

    private sealed class ConstantSource : IAudioSource
    {
        public AudioFormat Format => AudioFormat.Default;

        public SourcePace Pace => SourcePace.Free;

        public string Description => "a constant";

        public void Open()
        {
        }

        public SourceRead Read(Span<float> destination, TimeSpan timeout)
        {
            destination.Fill(0.5f);
            return SourceRead.Data(destination.Length / 2);
        }

        public void Interrupt()
        {
        }

        public void Dispose()
        {
        }
    }
}

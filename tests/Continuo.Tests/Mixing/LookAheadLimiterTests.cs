using Continuo.Audio;
using Continuo.Dsp;
using Continuo.Mixing;
using Continuo.Tests.Metering;
using FsCheck.Fluent;

namespace Continuo.Tests.Mixing;

public unsafe class LookAheadLimiterTests
{
    private const int Frames = 8_000;

    public static TheoryData<string> Kinds => ["sines", "in phase", "noise", "squares", "impulses", "quarter", "near half", "bursts"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Sixty_four_full_scale_tracks_stay_below_minus_1_dBTP(string kind)
    {
        var inputs = new AlignedSamples(64 * Frames * 2);
        // So that the end, too, passes the delay.
        for (var track = 0; track < 64; track++) Fill(kind, track, inputs.Span.Slice(track * Frames * 2, (Frames - 1000) * 2));
        var unity = new GainRamp(2, 1);
        MixLane[] lanes = [.. Enumerable.Range(0, 64).Select(track => unity.Over(inputs.First + track * Frames * 2))];
        var mix = new float[Frames * 2];
        MixKernels.Mix(lanes, mix, 2);
        GC.KeepAlive(inputs);
        Assert.True(TruePeakReference.MaxDb(mix, 2) > 20, "the input is not loud");
        var limiter = new LookAheadLimiter(AudioFormat.Default);
        for (var at = 0; at < mix.Length; at += 1024) limiter.Process(mix.AsSpan(at, Math.Min(1024, mix.Length - at)));
        var peak = TruePeakReference.MaxDb(mix, 2);
        Assert.True(peak <= -1, $"{kind}: {peak:F3} dBTP");
        Assert.True(peak > -2.5, $"{kind}: {peak:F3} dBTP is more than asked");
    }

    [Fact]
    public void What_is_below_the_ceiling_passes_bit_for_bit_and_later()
    {
        var random = new Random(2);
        var input = new float[Frames * 2];
        foreach (ref var sample in input.AsSpan()) sample = random.NextSingle() - 0.5f;
        var scale = (float)Math.Pow(10, (-1.3 - TruePeakReference.MaxDb(input, 2)) / 20);
        foreach (ref var sample in input.AsSpan()) sample *= scale;
        var limiter = new LookAheadLimiter(AudioFormat.Default);
        var output = input.ToArray();
        limiter.Process(output);
        Assert.Equal(1, limiter.LowestGain);
        Assert.All(output[..(limiter.LatencyFrames * 2)], sample => Assert.Equal(0, sample));
        Assert.Equal(input[..^(limiter.LatencyFrames * 2)], output[(limiter.LatencyFrames * 2)..]);
    }

    [Fact]
    public void After_a_peak_it_comes_back_to_exactly_1()
    {
        var limiter = new LookAheadLimiter(AudioFormat.Default);
        var loud = new float[9600];
        Array.Fill(loud, 30f);
        limiter.Process(loud);
        Assert.InRange(limiter.LowestGain, 0.02f, 0.03f);
        var quiet = EbuSignals.Tone((-12, 3));
        var output = quiet.ToArray();
        limiter.Process(output);
        var last = 2 * 48_000;
        Assert.Equal(quiet[^(last + limiter.LatencyFrames * 2)..^(limiter.LatencyFrames * 2)], output[^last..]);
    }

    [Fact]
    public void Any_split_into_blocks_gives_the_same_bits()
    {
        var input = Loud();
        var whole = input.ToArray();
        new LookAheadLimiter(AudioFormat.Default).Process(whole);
        Prop.ForAll(Gen.Choose(1, 700).ListOf(20).ToArbitrary(), sizes =>
        {
            var limiter = new LookAheadLimiter(AudioFormat.Default);
            var output = input.ToArray();
            var next = 0;
            for (var at = 0; at < output.Length;)
            {
                var length = Math.Min(2 * sizes[next++ % sizes.Count], output.Length - at);
                limiter.Process(output.AsSpan(at, length));
                at += length;
            }

            return output.SequenceEqual(whole);
        }).Holds();
    }

    [Fact]
    public void All_channels_are_turned_down_alike_and_without_a_step()
    {
        // The left channel peaks; the right one holds still and so shows the gain.
        var samples = new float[Frames * 2];
        for (var frame = 0; frame < Frames; frame++) samples[frame * 2 + 1] = 0.5f;
        samples[4_000 * 2] = 8;
        new LookAheadLimiter(AudioFormat.Default).Process(samples);
        var gains = Enumerable.Range(0, Frames).Select(frame => samples[frame * 2 + 1] * 2).Skip(1000).ToArray();
        Assert.InRange(gains.Min(), 0.08f, 0.12f);
        for (var i = 1; i < gains.Length; i++)
        {
            Assert.True(Math.Abs(gains[i] - gains[i - 1]) < 2.0f / 140, $"a step of {gains[i] - gains[i - 1]} at {i}");
        }
    }

    [Fact]
    public void Its_latency_is_the_look_ahead_and_half_the_interpolator()
    {
        Assert.Equal(144 + 32, new LookAheadLimiter(AudioFormat.Default).LatencyFrames);
        Assert.Equal(
            96 + 32,
            new LookAheadLimiter(AudioFormat.Default, new LimiterOptions { LookAhead = TimeSpan.FromMilliseconds(2) }).LatencyFrames);
    }

    [Fact]
    public void Not_a_number_becomes_silence_and_does_no_harm()
    {
        var limiter = new LookAheadLimiter(AudioFormat.Default);
        float[] bad = [float.NaN, float.PositiveInfinity, float.MaxValue, float.MinValue];
        limiter.Process(bad);
        var tone = EbuSignals.Tone((-12, 3));
        var output = tone.ToArray();
        limiter.Process(output);
        Assert.All(output, sample => Assert.True(Math.Abs(sample) <= 0.9f));
        Assert.Equal(tone[^(1000 + limiter.LatencyFrames * 2)..^(limiter.LatencyFrames * 2)], output[^1000..]);
    }

    [Fact]
    public void After_a_reset_it_is_as_new()
    {
        var input = Loud();
        var limiter = new LookAheadLimiter(AudioFormat.Default);
        limiter.Process(input.ToArray());
        limiter.Reset();
        var (again, fresh) = (input.ToArray(), input.ToArray());
        limiter.Process(again);
        new LookAheadLimiter(AudioFormat.Default).Process(fresh);
        Assert.Equal(fresh, again);
    }

    [Fact]
    public void It_allocates_nothing()
    {
        var limiter = new LookAheadLimiter(new AudioFormat(48_000, 6));
        var block = new float[6 * 512];
        var loudness = 0;
        Assert.Equal(0, LeastAllocated.Bytes(() =>
        {
            Array.Fill(block, loudness++ % 100);
            limiter.Process(block);
        }));
    }

    [Theory]
    [InlineData(1, 3, 100)]
    [InlineData(double.NaN, 3, 100)]
    [InlineData(-1, 0.5, 100)]
    [InlineData(-1, 3, 0)]
    public void Options_out_of_range_are_refused(double ceiling, double lookAhead, double release)
    {
        var options = new LimiterOptions
        {
            CeilingDb = ceiling,
            LookAhead = TimeSpan.FromMilliseconds(lookAhead),
            Release = TimeSpan.FromMilliseconds(release),
        };
        Assert.Equal(AudioErrorCode.InvalidArgument,
            Assert.Throws<AudioException>(() => new LookAheadLimiter(AudioFormat.Default, options)).Code);
    }

    private static float[] Loud()
    {
        var random = new Random(9);
        var input = new float[6000];
        for (var i = 0; i < input.Length; i++) input[i] = (random.NextSingle() * 2 - 1) * (i % 2000 < 700 ? 5 : 0.2f);
        return input;
    }

    private static void Fill(string kind, int track, Span<float> samples)
    {
        var random = new Random(track);
        for (var i = 0; i < samples.Length; i++)
        {
            var frame = i / 2;
            samples[i] = (float)(kind switch
            {
                "sines" => Math.Sin(frame * (0.01 + track * 0.031) + i % 2),
                "in phase" => Math.Sin(frame * 0.0577),
                "noise" => random.NextDouble() * 2 - 1,
                "squares" => frame / (20 + track) % 2 == 0 ? 1 : -1,
                "impulses" => frame % 997 == 0 ? 1 : 0,
                "quarter" => Math.Sin(Math.PI / 2 * frame + Math.PI / 4),
                "near half" => Math.Sin(Math.PI * 0.92 * frame),
                _ => frame % 4800 < 1200 + 10 * track ? Math.Sin(frame * 0.4 + Math.PI / 4) : 0,
            });
        }
    }
}

using Continuo.Audio;
using Continuo.Metering;

namespace Continuo.Tests.Metering;

/// <summary>
/// EBU Tech 3341, table 1, cases 1–6 and 9–14 (7 and 8 are recorded programmes), ±0.1 LU; EBU Tech 3342, cases 1–4, ±1 LU.
/// </summary>
public class LoudnessMeterTests
{
    [Fact]
    public void The_speaker_decides_a_channels_weight()
    {
        // 3.1: the LFE does not count; the same four channels as quad: the last one is a surround.
        var samples = new float[48_000 * 4];
        for (var i = 0; i < 48_000; i++) samples[(4 * i) + 3] = MathF.Sin(2 * MathF.PI * 997 * i / 48_000);
        Assert.True(double.IsNegativeInfinity(Measure(ChannelLayout.FromSpeakers(0xF))));
        Assert.InRange(Measure(ChannelLayout.Default(4)), -2, -1);

        double Measure(ChannelLayout layout)
        {
            var meter = new LoudnessMeter(new AudioFormat(48_000, layout));
            meter.Process(samples);
            return meter.Momentary;
        }
    }

    private const double Silence = double.NegativeInfinity;

    [Theory]
    [InlineData(-23)]
    [InlineData(-33)]
    public void Cases_1_and_2_a_steady_tone_has_its_loudness_on_every_scale(double level)
    {
        var meter = Measure(EbuSignals.Tone((level, 20)));
        Assert.Equal(level, meter.Momentary, 0.1);
        Assert.Equal(level, meter.ShortTerm, 0.1);
        Assert.Equal(level, meter.Integrated, 0.1);
        Assert.Equal(level, meter.MaxMomentary, 0.1);
        Assert.Equal(level, meter.MaxShortTerm, 0.1);
    }

    [Fact]
    public void Case_3_the_relative_gate_leaves_quiet_parts_out() =>
        Assert.Equal(-23, Measure(EbuSignals.Tone((-36, 10), (-23, 60), (-36, 10))).Integrated, 0.1);

    [Fact]
    public void Case_4_the_absolute_gate_leaves_near_silence_out() =>
        Assert.Equal(-23, Measure(EbuSignals.Tone((-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10))).Integrated, 0.1);

    [Fact]
    public void Case_5_a_loud_part_within_the_gate_counts_with_the_rest() =>
        Assert.Equal(-23, Measure(EbuSignals.Tone((-26, 20), (-20, 20.1), (-26, 20))).Integrated, 0.1);

    [Fact]
    public void Case_6_the_surround_channels_weigh_more() =>
        Assert.Equal(-23, Measure(EbuSignals.Surround(), new AudioFormat(EbuSignals.Rate, 5)).Integrated, 0.1);

    [Fact]
    public void Case_9_short_term_loudness_is_steady_over_a_pattern_of_3_s()
    {
        var pattern = Enumerable.Repeat<(double, double)[]>([(-20, 1.34), (-30, 1.66)], 5).SelectMany(part => part).ToArray();
        Watch(EbuSignals.Tone(pattern), (meter, seconds) =>
        {
            if (seconds >= 3) Assert.Equal(-23, meter.ShortTerm, 0.1);
        });
    }

    [Fact]
    public void Case_10_the_highest_short_term_loudness_does_not_depend_on_when_a_sound_begins()
    {
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(-23, Measure(EbuSignals.Tone((Silence, i * 0.15), (-23, 3), (Silence, 1))).MaxShortTerm, 0.1);
        }
    }

    [Fact]
    public void Case_11_the_highest_short_term_loudness_follows_a_live_sequence()
    {
        var parts = Enumerable.Range(0, 20)
            .SelectMany(i => new (double, double)[] { (Silence, i * 0.15), (-38 + i, 3), (Silence, 3 - i * 0.15) });
        var highest = Enumerable.Repeat(Silence, 20).ToArray();
        Watch(EbuSignals.Tone([.. parts]), (meter, seconds) =>
        {
            var segment = Math.Min(19, (int)((seconds - 0.005) / 6));
            highest[segment] = Math.Max(highest[segment], meter.ShortTerm);
        });
        Assert.All(Enumerable.Range(0, 20), i => Assert.Equal(-38 + i, highest[i], 0.1));
    }

    [Fact]
    public void Case_12_momentary_loudness_is_steady_over_a_pattern_of_400_ms()
    {
        var pattern = Enumerable.Repeat<(double, double)[]>([(-20, 0.18), (-30, 0.22)], 25).SelectMany(part => part).ToArray();
        Watch(EbuSignals.Tone(pattern), (meter, seconds) =>
        {
            if (seconds >= 1) Assert.Equal(-23, meter.Momentary, 0.1);
        });
    }

    [Fact]
    public void Case_13_the_highest_momentary_loudness_does_not_depend_on_when_a_sound_begins()
    {
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(-23, Measure(EbuSignals.Tone((Silence, i * 0.02), (-23, 0.4), (Silence, 1))).MaxMomentary, 0.1);
        }
    }

    [Fact]
    public void Case_14_the_highest_momentary_loudness_follows_a_live_sequence()
    {
        var parts = Enumerable.Range(0, 20)
            .SelectMany(i => new (double, double)[] { (Silence, i * 0.02), (-38 + i, 0.4), (Silence, 0.4 - i * 0.02) });
        var highest = Enumerable.Repeat(Silence, 20).ToArray();
        Watch(EbuSignals.Tone([.. parts]), (meter, seconds) =>
        {
            var segment = Math.Min(19, (int)((seconds - 0.005) / 0.8));
            highest[segment] = Math.Max(highest[segment], meter.Momentary);
        });
        Assert.All(Enumerable.Range(0, 20), i => Assert.Equal(-38 + i, highest[i], 0.1));
    }

    [Fact]
    public void A_sound_that_begins_between_two_hops_is_off_by_less_than_a_tenth()
    {
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(-23, Measure(EbuSignals.Tone((Silence, i * 0.0013), (-23, 0.4), (Silence, 1))).MaxMomentary, 0.1);
        }
    }

    [Theory]
    [InlineData(10, new double[] { -20, -30 })]
    [InlineData(5, new double[] { -20, -15 })]
    [InlineData(20, new double[] { -40, -20 })]
    [InlineData(15, new double[] { -50, -35, -20, -35, -50 })]
    public void Loudness_range_is_that_of_Tech_3342(double range, double[] levels) =>
        Assert.Equal(range, Measure(EbuSignals.Tone([.. levels.Select(db => (db, 20.0))])).Range, 1.0);

    [Theory]
    [InlineData(16_000)]
    [InlineData(22_050)]
    [InlineData(44_100)]
    [InlineData(96_000)]
    [InlineData(192_000)]
    public void The_rate_makes_no_difference(int rate)
    {
        var meter = Measure(EbuSignals.Tone(2, rate, (-23, 5)), new AudioFormat(rate, 2));
        Assert.Equal(-23, meter.Momentary, 0.1);
        Assert.Equal(-23, meter.ShortTerm, 0.1);
        Assert.Equal(-23, meter.Integrated, 0.1);
    }

    [Fact]
    public void The_weighting_at_48_kHz_has_the_coefficients_of_the_Recommendation()
    {
        var filter = KWeighting.Coefficients.At(48_000);
        Assert.Equal(1.53512485958697, filter.Shelf0, 1e-9);
        Assert.Equal(-2.69169618940638, filter.Shelf1, 1e-9);
        Assert.Equal(1.19839281085285, filter.Shelf2, 1e-9);
        Assert.Equal(-1.69065929318241, filter.ShelfBack1, 1e-9);
        Assert.Equal(0.73248077421585, filter.ShelfBack2, 1e-9);
        Assert.Equal(1, filter.Pass, 1e-12);
        Assert.Equal(-1.99004745483398, filter.PassBack1, 1e-9);
        Assert.Equal(0.99007225036621, filter.PassBack2, 1e-9);
    }

    [Fact]
    public void The_block_size_makes_no_difference()
    {
        var signal = EbuSignals.Tone((-20, 1), (-30, 2), (-15, 1.5));
        var whole = Measure(signal);
        var random = new Random(5);
        var parts = new LoudnessMeter(AudioFormat.Default);
        for (var at = 0; at < signal.Length;)
        {
            var length = Math.Min(2 * random.Next(1, 3000), signal.Length - at);
            parts.Process(signal.AsSpan(at, length));
            at += length;
        }

        Assert.Equal(whole.Integrated, parts.Integrated, 1e-9);
        Assert.Equal(whole.MaxMomentary, parts.MaxMomentary, 1e-9);
    }

    [Fact]
    public void Silence_has_no_loudness_and_not_a_number_is_forgotten()
    {
        var meter = new LoudnessMeter(AudioFormat.Default);
        meter.Process(new float[96_000]);
        Assert.Equal(Silence, meter.Integrated);
        Assert.Equal(Silence, meter.Momentary);
        Assert.Equal(0, meter.Range);
        meter.Process([float.NaN, float.PositiveInfinity]);
        meter.Process(EbuSignals.Tone((-23, 20)));
        Assert.Equal(-23, meter.Momentary, 0.1);
        Assert.Equal(-23, meter.Integrated, 0.1);
        meter.Reset();
        Assert.Equal(Silence, meter.Integrated);
    }

    [Fact]
    public void Weights_must_fit_the_channels()
    {
        var failure = Assert.Throws<AudioException>(() => new LoudnessMeter(AudioFormat.Default, [1, 1, 1]));
        Assert.Equal(AudioErrorCode.InvalidArgument, failure.Code);
    }

    private static LoudnessMeter Measure(float[] signal, AudioFormat? format = null)
    {
        var meter = new LoudnessMeter(format ?? AudioFormat.Default);
        meter.Process(signal);
        return meter;
    }

    /// <summary>Looks at the meter every 10 ms.</summary>
    private static void Watch(float[] signal, Action<LoudnessMeter, double> look)
    {
        var meter = new LoudnessMeter(AudioFormat.Default);
        for (var at = 0; at + 960 <= signal.Length; at += 960)
        {
            meter.Process(signal.AsSpan(at, 960));
            look(meter, (at + 960) / 96_000.0);
        }
    }
}

using System.Globalization;
using Continuo.Audio;
using Continuo.Codecs.Resampling;

namespace Continuo.Codecs.Tests.Resampling;

public sealed class ResamplerTests
{
    public static TheoryData<int, int> StudioRates => new()
    {
        { 44_100, 48_000 }, { 48_000, 44_100 }, { 44_100, 96_000 }, { 96_000, 44_100 }, { 48_000, 96_000 }, { 96_000, 48_000 },
    };

    [Theory]
    [MemberData(nameof(StudioRates))]
    public void A_997_hertz_tone_keeps_its_level_and_gains_less_than_120_dB_of_distortion_and_noise(int from, int to)
    {
        foreach (var quality in Enum.GetValues<ResamplerQuality>())
        {
            using var resampler = new Resampler(from, to, 1, quality);
            var output = Signals.Resample(resampler, Signals.Sine(997, from, from * 3));
            var (amplitude, residual) = SineFit.Of(output.AsSpan(to, to), 997.0 / to);
            Tell($"{from} → {to} {quality}: THD+N {residual:F1} dB");
            Assert.InRange(20 * Math.Log10(amplitude / 0.9), -0.001, 0.001);
            Assert.True(residual <= (quality == ResamplerQuality.VeryHigh ? -140 : -120), $"THD+N {residual:F1} dB");
        }
    }

    [Theory]
    [MemberData(nameof(StudioRates))]
    public void The_passband_is_flat_within_a_hundredth_of_a_decibel_up_to_nine_tenths(int from, int to)
    {
        double least = 0, most = 0;
        var nyquist = Math.Min(from, to) / 2.0;
        foreach (var part in new[] { 0.001, 0.1, 0.3, 0.5, 0.7, 0.8, 0.85, 0.9, 0.91 })
        {
            using var resampler = new Resampler(from, to, 1);
            var frequency = part * nyquist;
            var output = Signals.Resample(resampler, Signals.Sine(frequency, from, from * 2));
            var (amplitude, _) = SineFit.Of(output.AsSpan(to / 2, to), frequency / to);
            var level = 20 * Math.Log10(amplitude / 0.9);
            (least, most) = (Math.Min(least, level), Math.Max(most, level));
        }

        Tell($"{from} → {to}: passband to 0.91 Nyquist {least:F5}…{most:F5} dB");
        Assert.InRange(least, -0.01, 0);
        Assert.InRange(most, 0, 0.01);
    }

    [Theory]
    [InlineData(96_000, 48_000)]
    [InlineData(96_000, 44_100)]
    [InlineData(48_000, 44_100)]
    public void A_tone_above_the_new_half_rate_is_at_least_120_dB_down(int from, int to)
    {
        var worst = double.NegativeInfinity;
        for (var frequency = to / 2.0; frequency < from / 2.0; frequency += Math.Max(200, (from - to) / 40.0))
        {
            using var resampler = new Resampler(from, to, 1);
            var output = Signals.Resample(resampler, Signals.Sine(frequency + 50, from, from));
            worst = Math.Max(worst, 20 * Math.Log10(Math.Max(1e-12, Signals.Rms(output.AsSpan(to / 4, to / 2)) / (0.9 / Math.Sqrt(2)))));
        }

        Tell($"{from} → {to}: worst alias {worst:F1} dB");
        Assert.True(worst <= -120, $"alias at {worst:F1} dB");
    }

    [Theory]
    [InlineData(44_100, 48_000)]
    [InlineData(48_000, 96_000)]
    public void The_images_of_a_tone_near_the_old_half_rate_are_at_least_120_dB_down(int from, int to)
    {
        var frequency = 0.9 * from / 2;
        using var resampler = new Resampler(from, to, 1);
        var output = Signals.Resample(resampler, Signals.Sine(frequency, from, from * 3));
        var (_, residual) = SineFit.Of(output.AsSpan(to, to), frequency / to);
        Tell($"{from} → {to}: images {residual:F1} dB");
        Assert.True(residual <= -120, $"images at {residual:F1} dB");
    }

    [Theory]
    [InlineData(1_000, 768_000, 50)]
    [InlineData(768_000, 1_000, 500_000)]
    [InlineData(44_101, 47_999, 100_003)]
    [InlineData(48_000, 48_001, 77_777)]
    [InlineData(8_000, 48_000, 1)]
    [InlineData(48_000, 8_000, 1)]
    [InlineData(48_000, 8_000, 0)]
    [InlineData(22_050, 44_100, 33_333)]
    public void After_the_flush_the_output_is_as_long_as_the_input_to_the_frame(int from, int to, int frames)
    {
        using var resampler = new Resampler(from, to, 2);
        var output = Signals.Resample(resampler, new float[frames * 2], 333);
        Assert.InRange(output.Length / 2, Math.Round((double)frames * to / from) - 1, Math.Round((double)frames * to / from) + 1);
    }

    [Fact]
    public void An_event_stays_at_its_time()
    {
        var input = new float[44_100];
        for (var i = -200; i <= 200; i++) input[22_050 + i] = (float)Math.Exp(-i * i / 800.0);
        using var resampler = new Resampler(44_100, 48_000, 1);
        var output = Signals.Resample(resampler, input);
        Assert.Equal(24_000, Array.IndexOf(output, output.Max()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4_096)]
    public void The_size_of_the_blocks_does_not_change_the_result(int block)
    {
        var input = Signals.Sine(1_234.5, 44_100, 20_000);
        using var whole = new Resampler(44_100, 48_000, 2);
        using var split = new Resampler(44_100, 48_000, 2);
        Assert.Equal(Signals.Resample(whole, input, 10_000), Signals.Resample(split, input, block));
    }

    [Fact]
    public void After_a_reset_it_is_as_new()
    {
        var input = Signals.Sine(440, 44_100, 10_000);
        using var resampler = new Resampler(44_100, 48_000, 1);
        var first = Signals.Resample(resampler, input);
        resampler.Reset();
        Assert.Equal(first, Signals.Resample(resampler, input));
    }

    [Fact]
    public void Steady_work_allocates_nothing()
    {
        using var resampler = new Resampler(44_100, 48_000, 2);
        var input = new float[441 * 2];
        var output = new float[1_000];
        Assert.Equal(0, LeastAllocated.Bytes(() => resampler.Process(input, output, out _, out _), calls: 3_000));
    }

    [Theory]
    [InlineData(0, 48_000, 2)]
    [InlineData(48_000, 800_000, 2)]
    [InlineData(44_100, 48_000, 65)]
    public void An_impossible_rate_or_channel_count_is_refused(int from, int to, int channels)
    {
        var failure = Assert.Throws<AudioException>(() => new Resampler(from, to, channels));
        Assert.Equal(AudioErrorCode.InvalidArgument, failure.Code);
    }

    [Fact]
    public void A_reset_with_a_spare_gives_the_same_as_without_and_takes_the_spare()
    {
        var tone = Signals.Sine(440, 44_100, 4_410);
        using var plain = new Resampler(44_100, 48_000, 1);
        var expected = Signals.Resample(plain, tone);
        using var resampler = new Resampler(44_100, 48_000, 1);
        resampler.KeepSpare();
        for (var i = 0; i < 3; i++)
        {
            Assert.True(SpinWait.SpinUntil(() => resampler.HasSpare, TimeSpan.FromSeconds(20)), "no spare is made");
            resampler.Process(tone.AsSpan(0, 1000), new float[2000], out _, out _);
            resampler.Reset();
            Assert.Equal(expected, Signals.Resample(resampler, tone));
            resampler.Reset();
        }
    }

    [Fact]
    public void A_reset_before_the_spare_is_ready_makes_its_own_and_a_disposed_resampler_keeps_none()
    {
        var tone = Signals.Sine(440, 44_100, 4_410);
        var resampler = new Resampler(44_100, 48_000, 1);
        var expected = Signals.Resample(resampler, tone);
        resampler.KeepSpare();
        for (var i = 0; i < 50; i++) resampler.Reset();
        Assert.Equal(expected, Signals.Resample(resampler, tone));
        resampler.Dispose();
        Assert.False(resampler.HasSpare);
        Thread.Sleep(50);
        Assert.False(resampler.HasSpare);
    }

    private static void Tell(FormattableString figure) =>
        TestContext.Current.TestOutputHelper?.WriteLine(figure.ToString(CultureInfo.InvariantCulture));
}

using System.Runtime.Intrinsics;
using Continuo.Audio;
using Continuo.Dsp;
using Continuo.Metering;

namespace Continuo.Tests.Metering;

/// <summary>EBU Tech 3341, table 1, cases 15–23: +0.2/−0.4 dB.</summary>
public unsafe class TruePeakMeterTests
{
    [Theory]
    [InlineData(15, 4, 0, 0.5, -6)]
    [InlineData(16, 4, 45, 0.5, -6)]
    [InlineData(17, 6, 60, 0.5, -6)]
    [InlineData(18, 8, 67.5, 0.5, -6)]
    [InlineData(19, 4, 45, 1.41, 3)]
    public void Cases_15_to_19_a_sine_is_as_high_as_its_amplitude_wherever_it_is_sampled(
        int number,
        double framesPerPeriod,
        double degrees,
        double amplitude,
        double expected) =>
        AssertPeak(expected, Measure(EbuSignals.Sine(framesPerPeriod, degrees, amplitude)), number);

    [Theory]
    [InlineData(20, 0)]
    [InlineData(21, 1)]
    [InlineData(22, 2)]
    [InlineData(23, 3)]
    public void Cases_20_to_23_a_single_high_period_is_seen_wherever_it_is_sampled(int number, int offset) =>
        AssertPeak(0, Measure(EbuSignals.Burst(offset)), number);

    [Fact]
    public void Noise_is_as_high_as_brute_force_says()
    {
        var random = new Random(11);
        var noise = new float[9600];
        foreach (ref var sample in noise.AsSpan()) sample = random.NextSingle() - 0.5f;

        // Low-passed with a zero at half the rate, as recorded audio is: the interpolator is short, and not made for the last kilohertz.
        for (var pass = 0; pass < 2; pass++)
        {
            for (var i = noise.Length - 1; i >= 2; i--) noise[i] += noise[i - 2];
        }

        Assert.Equal(TruePeakReference.MaxDb(noise, 2), Measure(noise).MaxDb, 0.2);
    }

    [Theory]
    [InlineData(44_100)]
    [InlineData(96_000)]
    [InlineData(192_000)]
    public void Other_rates_need_no_more_than_the_rate_demands(int rate)
    {
        var tone = EbuSignals.Tone(2, rate, (-6, 1));
        var meter = new TruePeakMeter(new AudioFormat(rate, 2));
        meter.Process(tone);
        Assert.Equal(-6, meter.MaxDb, 0.05);
    }

    [Fact]
    public void Each_channel_has_its_own_peak_and_the_block_size_makes_no_difference()
    {
        var signal = new float[6000];
        for (var i = 0; i < signal.Length; i += 3) (signal[i], signal[i + 1]) = (0.25f * MathF.Sin(i), 0.5f * MathF.Cos(i));
        var format = new AudioFormat(48_000, 3);
        var (whole, parts) = (new TruePeakMeter(format), new TruePeakMeter(format));
        whole.Process(signal);
        for (var at = 0; at < signal.Length; at += 3 * 37) parts.Process(signal.AsSpan(at, Math.Min(3 * 37, signal.Length - at)));
        for (var channel = 0; channel < 3; channel++) Assert.Equal(whole.Max(channel), parts.Max(channel));
        Assert.Equal(0, whole.Max(2));
        Assert.InRange(whole.Max(0), 0.24f, 0.26f);
    }

    [Fact]
    public void Every_vector_width_gives_the_peaks_of_the_reference()
    {
        var random = new Random(4);
        var detector = new TruePeakDetector(1, 8, 24);
        var samples = new float[TruePeakDetector.MaxFrames];
        foreach (ref var sample in samples.AsSpan()) sample = random.NextSingle() * 2 - 1;
        detector.Take(samples);
        var frames = 200;
        detector.InterpolateReference(detector.Line(0), frames);
        var expected = detector.LastPeaks[..frames].ToArray();
        detector.Interpolate<Simd512, Vector512<float>>(detector.Line(0), frames);
        Assert.Equal(expected, detector.LastPeaks[..frames].ToArray());
        detector.Interpolate<Simd256, Vector256<float>>(detector.Line(0), frames);
        Assert.Equal(expected, detector.LastPeaks[..frames].ToArray());
        detector.Interpolate<Simd128, Vector128<float>>(detector.Line(0), frames);
        Assert.Equal(expected, detector.LastPeaks[..frames].ToArray());
    }

    [Fact]
    public void Not_a_number_counts_as_silence()
    {
        var meter = new TruePeakMeter(AudioFormat.Default);
        meter.Process([float.NaN, float.NegativeInfinity, 0.5f, 0.5f]);
        meter.Process(new float[256]);
        Assert.InRange(meter.MaxDb, -6.1, -5.9);
        meter.Reset();
        Assert.Equal(double.NegativeInfinity, meter.MaxDb);
    }

    [Fact]
    public void A_signal_joined_in_its_middle_has_no_peak_of_the_jump()
    {
        var tone = EbuSignals.Tone((-20, 0.2));
        var highest = double.NegativeInfinity;
        for (var frame = 0; frame < 200; frame++)
        {
            var fromSilence = Measure(tone[(2 * frame)..]);
            var meter = new TruePeakMeter(AudioFormat.Default);
            meter.Rejoin();
            for (var join = 0; join < 2; join++)
            {
                for (var at = 2 * frame; at + 14 <= tone.Length / 2; at += 14) meter.Process(tone.AsSpan(at, 14));
                meter.Rejoin(); // and the same after a gap
            }

            Assert.Equal(-20, meter.MaxDb, 0.05);
            highest = Math.Max(highest, fromSilence.MaxDb);
        }

        Assert.True(highest > -19.5, $"{highest:F2} dBTP"); // from silence, the same jump is a part of the signal
    }

    private static TruePeakMeter Measure(float[] signal)
    {
        var meter = new TruePeakMeter(AudioFormat.Default);
        meter.Process(signal);
        return meter;
    }

    private static void AssertPeak(double expected, TruePeakMeter meter, int number) =>
        Assert.True(
            meter.MaxDb >= expected - 0.4 && meter.MaxDb <= expected + 0.2,
            $"case {number}: {meter.MaxDb:F3} dBTP instead of {expected}");
}

using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Sources;
using Continuo.Streams;
using FsCheck.Fluent;

namespace Continuo.Tests.Sources;

public class GeneratorTests
{
    private static readonly AudioFormat Mono = new(48_000, 1);
    private static readonly SourceRequest Anything = new(null, null, 480, null, new VirtualClock());

    public static TheoryData<string> Addresses =>
        ["tone:440", "sweep:?from=100&to=8000&seconds=2", "noise:white", "noise:pink", "silence:"];

    [Theory, MemberData(nameof(Addresses))]
    public void Any_split_of_the_reads_gives_the_same_audio(string address)
    {
        using var source = Create(address);
        var whole = Reading.Open(source, 2_000, 2_000);
        Prop.ForAll(Gen.Choose(1, 700).ToArbitrary(), portion => whole.AsSpan().SequenceEqual(Reading.Open(source, 2_000, portion)))
            .Holds();
    }

    [Theory, MemberData(nameof(Addresses))]
    public void The_asked_duration_is_kept_to_the_frame(string address)
    {
        var timed = address.Split('?')[0] + "?seconds=0.12345";
        using var source = Create(timed, new SourceRequest(44_100, 1, 480, null, new VirtualClock()));
        Assert.Equal(5_444, Reading.Open(source, 100_000).Length);
        Assert.Equal(5_444, Reading.Open(source, 100_000).Length);
    }

    [Theory, MemberData(nameof(Addresses))]
    public void Format_follows_the_request_and_reading_allocates_nothing(string address)
    {
        using var source = Create(address, new SourceRequest(44_100, 3, 480, null, new VirtualClock()));
        Assert.Equal(new AudioFormat(44_100, 3), source.Format);
        Assert.Equal(SourcePace.Free, source.Pace);
        source.Open();
        var buffer = new float[480 * 3];
        Assert.Equal(0, LeastAllocated.Bytes(() => source.Read(buffer, TimeSpan.Zero)));
    }

    [Fact]
    public void A_tone_is_a_pure_sine_on_both_channels_at_the_level_asked()
    {
        using var source = Create("tone:997?level=-6");
        var samples = Reading.Open(source, 48_000);
        for (var n = 0; n < 48_000; n++)
        {
            var expected = Math.Pow(10, -6 / 20.0) * Math.Sin(Math.Tau * (997L * n % 48_000) / 48_000);
            Assert.Equal(expected, samples[2 * n], 1e-7);
            Assert.Equal(samples[2 * n], samples[2 * n + 1]);
        }
    }

    [Fact]
    public void A_tone_keeps_its_phase_over_hundreds_of_hours()
    {
        // 441 Hz repeats after 16 000 frames at 48 kHz: any whole number of these later, the samples are the same.
        using var tone = new ToneSource(Mono, 441);
        var start = new float[960];
        var later = new float[960];
        tone.Generate(start, 0);
        tone.Generate(later, 16_000L * 3 * 3_600 * 300);
        for (var i = 0; i < start.Length; i++) Assert.Equal(start[i], later[i], 1e-6);
    }

    [Fact]
    public void A_sweep_rises_by_the_same_factor_in_equal_times()
    {
        using var source = new SweepSource(Mono, 100, 6_400, TimeSpan.FromSeconds(6), 0);
        var samples = Reading.Open(source, 6 * 48_000);
        for (var second = 0; second < 6; second++)
        {
            // Cycles in a second of an exponential from f to 2f: f / ln 2.
            var crossings = Enumerable.Range(1, 47_999)
                .Count(i => samples[second * 48_000 + i - 1] < 0 && samples[second * 48_000 + i] >= 0);
            Assert.Equal(100 * Math.Pow(2, second) / Math.Log(2), crossings, 2.0);
        }
    }

    [Theory]
    [InlineData("noise:white")]
    [InlineData("noise:pink")]
    public void Noise_has_the_level_asked_and_differs_between_channels(string address)
    {
        using var source = Create(address + "?level=-20");
        var samples = Reading.Open(source, 480_000);
        Assert.Equal(0.1, Reading.Rms(samples), 0.002);
        var (sum, left, right) = (0.0, 0.0, 0.0);
        for (var i = 0; i < samples.Length; i += 2)
        {
            sum += samples[i] * (double)samples[i + 1];
            left += samples[i] * (double)samples[i];
            right += samples[i + 1] * (double)samples[i + 1];
        }

        Assert.InRange(sum / Math.Sqrt(left * right), -0.05, 0.05);
    }

    [Theory]
    [InlineData(nameof(NoiseColour.White), 3.01)]
    [InlineData(nameof(NoiseColour.Pink), 0)]
    public void Power_per_octave_is_level_for_pink_noise_and_rises_3_dB_for_white(string colour, double slopeDb)
    {
        using var source = new NoiseSource(Mono, Enum.Parse<NoiseColour>(colour), -20);
        var samples = Reading.Open(source, 1 << 18);
        var spectrum = PowerSpectrum(samples, 1 << 13);
        double Octave(double hertz)
        {
            var bin = 48_000.0 / (1 << 13);
            return 10 * Math.Log10(spectrum.Where((_, k) => k * bin >= hertz && k * bin < 2 * hertz).Sum());
        }

        var octaves = new[] { 125.0, 250, 500, 1_000, 2_000, 4_000, 8_000 }.Select(Octave).ToArray();
        for (var i = 1; i < octaves.Length; i++) Assert.Equal(slopeDb, octaves[i] - octaves[i - 1], 0.8);
        Assert.Equal(slopeDb * 6, octaves[^1] - octaves[0], 1.2);
    }

    [Fact]
    public void Equal_seeds_give_equal_noise_and_others_give_other_noise()
    {
        using var a = Create("noise:pink?seed=7");
        using var b = Create("noise:pink?seed=7");
        using var c = Create("noise:pink?seed=8");
        Assert.Equal(Reading.Open(a, 1_000), Reading.Open(b, 1_000));
        Assert.NotEqual(Reading.Open(a, 1_000), Reading.Open(c, 1_000));
    }

    [Fact]
    public void An_interrupted_generator_gives_nothing_until_it_is_opened_again()
    {
        using var source = Create("tone:");
        source.Open();
        source.Interrupt();
        Assert.Equal(SourceStatus.Nothing, source.Read(new float[96], TimeSpan.FromHours(1)).Status);
        Assert.Equal(48 * 2, Reading.Open(source, 48).Length);
    }

    [Theory]
    [InlineData("tone:24001")]
    [InlineData("tone:-1")]
    [InlineData("tone:a")]
    [InlineData("tone:440?level=1")]
    [InlineData("tone:440?loud")]
    [InlineData("sweep:?from=0")]
    [InlineData("sweep:?to=30000")]
    [InlineData("sweep:?seconds=0")]
    [InlineData("sweep:20")]
    [InlineData("noise:brown")]
    [InlineData("silence:deep")]
    public void A_wrong_address_is_refused(string address) =>
        Assert.Equal(AudioErrorCode.InvalidArgument, Assert.Throws<AudioException>(() => Create(address)).Code);

    private static IAudioSource Create(string address, SourceRequest? request = null) =>
        new AudioSystem().CreateSource(AudioAddress.Parse(address), request ?? Anything);

    private static double[] PowerSpectrum(float[] samples, int size)
    {
        var power = new double[size / 2];
        for (var start = 0; start + size <= samples.Length; start += size)
        {
            var block = new System.Numerics.Complex[size];
            for (var i = 0; i < size; i++) block[i] = samples[start + i] * (0.5 - 0.5 * Math.Cos(Math.Tau * i / size));
            Transform(block);
            for (var k = 0; k < power.Length; k++) power[k] += block[k].Magnitude * block[k].Magnitude;
        }

        return power;
    }

    private static void Transform(Span<System.Numerics.Complex> x)
    {
        if (x.Length == 1) return;
        var half = x.Length / 2;
        var even = new System.Numerics.Complex[half];
        var odd = new System.Numerics.Complex[half];
        for (var i = 0; i < half; i++) (even[i], odd[i]) = (x[2 * i], x[2 * i + 1]);
        Transform(even);
        Transform(odd);
        for (var k = 0; k < half; k++)
        {
            var t = System.Numerics.Complex.FromPolarCoordinates(1, -Math.Tau * k / x.Length) * odd[k];
            (x[k], x[k + half]) = (even[k] + t, even[k] - t);
        }
    }
}

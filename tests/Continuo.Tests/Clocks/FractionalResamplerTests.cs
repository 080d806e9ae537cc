using System.Runtime.Intrinsics;
using Continuo.Clocks;
using Continuo.Dsp;

namespace Continuo.Tests.Clocks;

public class FractionalResamplerTests
{
    [Fact]
    public void At_speed_1_what_is_read_is_what_was_written()
    {
        var resampler = new FractionalResampler(2, 4800);
        var input = Noise(2 * 1000);
        resampler.Write(input);
        var output = new float[2 * 1000];
        var frames = resampler.Read(output, 1, 1);
        Assert.Equal(1000 - FractionalResampler.DelayFrames, frames);
        for (var i = 0; i < frames * 2; i++) Assert.Equal(input[i], output[i], 1e-6f);
    }

    [Theory]
    [InlineData(997, -128)]
    [InlineData(6000, -126)]
    [InlineData(12000, -124)]
    [InlineData(19000, -118)]
    public void A_tone_read_at_another_speed_is_pure(double hertz, double limitDb)
    {
        foreach (var ppm in new[] { -1500.0, -37, 100, 1000 })
        {
            var speed = 1 + ppm * 1e-6;
            var output = Resample(Tone(hertz, 50_000), 1, speed);
            var rest = 0.0;
            for (var i = 2000; i < output.Length; i++)
            {
                var expected = 0.5 * Math.Sin(2 * Math.PI * hertz / 48_000 * i * speed);
                rest += (output[i] - expected) * (output[i] - expected);
            }

            var db = 10 * Math.Log10(rest / (output.Length - 2000) / 0.125);
            Assert.True(db < limitDb, $"{hertz} Hz at {ppm} ppm: {db:F1} dB");
        }
    }

    [Fact]
    public void How_it_is_written_and_read_makes_no_difference()
    {
        var input = Tone(1234, 20_000);
        var whole = Resample(input, 1, 1.0003);
        var resampler = new FractionalResampler(1, 700);
        var random = new Random(5);
        var read = new List<float>();
        for (var at = 0; at < input.Length;)
        {
            var count = Math.Min(random.Next(1, 300), input.Length - at);
            Assert.Equal(count, resampler.Write(input.AsSpan(at, count)));
            at += count;
            var block = new float[random.Next(1, 900)];
            read.AddRange(block[..resampler.Read(block, 1.0003, 1.0003)]);
            while (resampler.Room < 300) read.AddRange(block[..resampler.Read(block, 1.0003, 1.0003)]);
        }

        Assert.True(read.Count > 19_000);
        for (var i = 0; i < read.Count; i++) Assert.Equal(whole[i], read[i], 1e-6f);
    }

    [Fact]
    public void All_channels_are_read_at_the_same_place()
    {
        foreach (var channels in new[] { 1, 2, 3, 6 })
        {
            var mono = Tone(3000, 5000);
            var input = new float[mono.Length * channels];
            for (var i = 0; i < input.Length; i++) input[i] = mono[i / channels] * (1 + i % channels);
            var one = Resample(mono, 1, 0.9991);
            var all = Resample(input, channels, 0.9991);
            for (var i = 0; i < all.Length; i++) Assert.Equal(one[i / channels] * (1 + i % channels), all[i], 1e-5f);
        }
    }

    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    public void The_vectors_compute_what_the_definition_says(int bits)
    {
        var (vectors, reference) = (new FractionalResampler(3, 4800), new FractionalResampler(3, 4800));
        var input = Noise(3 * 4000);
        vectors.Write(input);
        reference.Write(input);
        var (a, b) = (new float[3 * 3900], new float[3 * 3900]);
        if (bits == 512) vectors.Interpolate<Simd512, Vector512<float>>(a, 3900, 0.9989, 1e-7);
        else if (bits == 256) vectors.Interpolate<Simd256, Vector256<float>>(a, 3900, 0.9989, 1e-7);
        else vectors.Interpolate<Simd128, Vector128<float>>(a, 3900, 0.9989, 1e-7);
        reference.InterpolateReference(b, 3900, 0.9989, 1e-7);
        Assert.Equal(reference.Position, vectors.Position);
        for (var i = 0; i < a.Length; i++) Assert.Equal(b[i], a[i], 3e-6f);
    }

    [Fact]
    public void A_full_resampler_takes_no_more_and_a_skip_makes_room()
    {
        var resampler = new FractionalResampler(1, 1000);
        Assert.Equal(1000, resampler.Write(new float[1500]));
        Assert.Equal(0, resampler.Write(new float[1]));
        resampler.SkipTo(400.25);
        Assert.Equal(400.25, resampler.Position);
        Assert.Equal(400, resampler.Room);
        resampler.SkipTo(5000);
        Assert.Equal(1000, resampler.Position);
        resampler.SkipTo(3);
        Assert.Equal(1000, resampler.Position);
        Assert.Equal(0, resampler.Read(new float[10], 1, 1));
    }

    [Fact]
    public void Samples_that_are_no_numbers_are_silence()
    {
        var output = Resample([.. Tone(997, 100), float.NaN, float.PositiveInfinity, .. Tone(997, 100)], 1, 1.001);
        Assert.All(output, x => Assert.True(Math.Abs(x) < 1));
    }

    [Fact]
    public void Reading_and_writing_allocate_nothing()
    {
        var resampler = new FractionalResampler(2, 4800);
        var block = new float[960];
        Assert.Equal(0, LeastAllocated.Bytes(() =>
        {
            resampler.Write(block);
            resampler.Read(block, 0.9999, 1.0001);
        }));
    }

    private static float[] Resample(float[] input, int channels, double speed)
    {
        var resampler = new FractionalResampler(channels, input.Length / channels);
        resampler.Write(input);
        var output = new float[input.Length + 200 * channels];
        return output[..(resampler.Read(output, speed, speed) * channels)];
    }

    private static float[] Tone(double hertz, int frames) =>
        [.. Enumerable.Range(0, frames).Select(i => (float)(0.5 * Math.Sin(2 * Math.PI * hertz / 48_000 * i)))];

    private static float[] Noise(int samples)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, samples).Select(_ => random.NextSingle() - 0.5f)];
    }
}

using System.Runtime.Intrinsics;
using Continuo.Dsp;
using Continuo.Mixing;

namespace Continuo.Tests.Mixing;

public unsafe class MixKernelsTests
{
    private const int MaxFrames = 700;

    public static TheoryData<int> FrameCounts => [0, 1, 3, 7, 16, 33, 63, 64, 65, 127, 240, 480, 511, 700];

    [Theory]
    [MemberData(nameof(FrameCounts))]
    public void Every_vector_width_gives_the_bits_of_the_reference(int frames)
    {
        foreach (var channels in (int[])[1, 2])
        {
            var lanes = Lanes(channels, out var keep);
            var expected = Output(frames * channels);
            MixKernels.AddReference(lanes, expected, channels);
            Check(expected, channels, (o, c) => MixKernels.Add<Simd512, Vector512<float>>(lanes, o, c));
            Check(expected, channels, (o, c) => MixKernels.Add<Simd256, Vector256<float>>(lanes, o, c));
            Check(expected, channels, (o, c) => MixKernels.Add<Simd128, Vector128<float>>(lanes, o, c));
            Check(expected, channels, (o, c) => MixKernels.Add(lanes, o, c));
            GC.KeepAlive(keep);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(64)]
    public void Many_channels_give_the_bits_of_the_reference(int channels)
    {
        foreach (var frames in (int[])[1, 5, 64, 480])
        {
            var lanes = Lanes(channels, out var keep);
            var expected = Output(frames * channels);
            MixKernels.AddReference(lanes, expected, channels);
            Check(expected, channels, (o, c) => MixKernels.Add(lanes, o, c));
            GC.KeepAlive(keep);
        }
    }

    [Fact]
    public void A_mix_is_the_sum_of_its_inputs_times_their_gains()
    {
        var a = new AlignedSamples(4);
        var b = new AlignedSamples(4);
        ((float[])[1, 2, 3, 4]).CopyTo(a.Span);
        ((float[])[10, 20, 30, 40]).CopyTo(b.Span);
        var half = new GainRamp(2, 1, 0.5f);
        var sides = new GainRamp(2, 1);
        sides.MoveTo([1, -1]);
        sides.Advance(1);
        float[] output = [99, 99, 99, 99];
        MixKernels.Mix([half.Over(a.First), sides.Over(b.First)], output, 2);
        Assert.Equal([10.5f, -19, 31.5f, -38], output);
    }

    [Fact]
    public void A_mix_of_nothing_is_silence()
    {
        float[] output = [1, 2, 3, 4];
        MixKernels.Mix([], output, 2);
        Assert.Equal(new float[4], output);
    }

    [Fact]
    public void A_lane_that_ramps_moves_its_gain_at_every_frame_and_arrives()
    {
        var ones = new AlignedSamples(100);
        ones.Span.Fill(1);
        var ramp = new GainRamp(1, 50, 0);
        ramp.MoveTo(1);
        var output = new float[100];
        MixKernels.Mix([ramp.Over(ones.First)], output, 1);
        for (var frame = 0; frame < 50; frame++) Assert.Equal(frame / 50f, output[frame], 1e-6f);
        Assert.All(output[50..], sample => Assert.Equal(1f, sample));
    }

    private static MixLane[] Lanes(int channels, out object keep)
    {
        var random = new Random(channels);
        var inputs = new AlignedSamples(9 * MaxFrames * channels);
        foreach (ref var sample in inputs.Span) sample = random.NextSingle() * 2 - 1;
        var ramps = new GainRamp[9];
        var lanes = new MixLane[9];
        for (var i = 0; i < lanes.Length; i++)
        {
            // Standing, just begun, in the middle, and ending within the block at odd places.
            ramps[i] = new GainRamp(channels, 600, random.NextSingle());
            if (i % 3 != 0)
            {
                ramps[i].MoveTo([.. Enumerable.Range(0, channels).Select(_ => random.NextSingle() * 4)]);
                ramps[i].Advance(i * 71);
            }

            lanes[i] = ramps[i].Over(inputs.First + i * MaxFrames * channels);
        }

        keep = (inputs, ramps);
        return lanes;
    }

    private static float[] Output(int samples) => [.. Enumerable.Range(0, samples).Select(i => i * 0.001f)];

    private static void Check(float[] expected, int channels, Action<float[], int> kernel)
    {
        var output = Output(expected.Length);
        kernel(output, channels);
        Assert.Equal(expected, output);
    }
}

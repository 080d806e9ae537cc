using Continuo.Audio;
using FsCheck.Fluent;

namespace Continuo.Tests.Audio;

public class ChannelMapperTests
{
    private static readonly float Minus3Db = (float)Math.Sqrt(0.5);

    [Fact]
    public void Any_mapping_equals_the_scalar_reference_for_any_length()
    {
        var cases = from shape in Gen.Elements((1, 2), (2, 1), (6, 2), (6, 1), (2, 6), (3, 3), (8, 6), (12, 5))
                    from frames in Gen.Choose(0, 40)
                    from samples in Gen.Choose(-1_000_000, 1_000_000).Select(i => i / 1e6f).ArrayOf(frames * shape.Item1)
                    select (From: shape.Item1, To: shape.Item2, Frames: frames, Samples: samples);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var mapper = new ChannelMapper(c.From, c.To);
            var vector = new float[c.Frames * c.To];
            var scalar = new float[c.Frames * c.To];
            var mapped = mapper.Map(c.Samples, vector);
            mapper.MapScalar(c.Samples, scalar);
            return mapped == c.Frames && vector.AsSpan().SequenceEqual(scalar);
        }).Holds();
    }

    [Fact]
    public void Equal_counts_are_copied_bit_by_bit()
    {
        float[] samples = [float.NaN, 1e-40f, -0f, float.PositiveInfinity, 2, 3];
        var mapped = new float[6];
        Assert.Equal(2, new ChannelMapper(3, 3).Map(samples, mapped));
        Assert.Equal(samples.Select(BitConverter.SingleToInt32Bits), mapped.Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void Mono_to_stereo_and_back_is_exact() => Assert.Equal([0.1f, -0.7f, 1], Map(2, 1, Map(1, 2, [0.1f, -0.7f, 1])));

    [Fact]
    public void Stereo_to_mono_is_the_mean() => Assert.Equal([0.25f, -1], Map(2, 1, [1, -0.5f, -1, -1]));

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(64)]
    public void Stereo_to_more_channels_and_back_is_exact(int more)
    {
        if (more <= 8) Assert.Equal([0.1f, -0.7f, 1, 0], Map(more, 2, Map(2, more, [0.1f, -0.7f, 1, 0])));
        Assert.Equal([0.1f, -0.7f], Map(2, more, [0.1f, -0.7f])[..2]);
    }

    [Fact]
    public void Surround_to_stereo_follows_BS775()
    {
        AssertGains(6, 2, [1, 0, Minus3Db, 0, Minus3Db, 0], [0, 1, Minus3Db, 0, 0, Minus3Db]);
        AssertGains(4, 2, [1, 0, Minus3Db, 0], [0, 1, 0, Minus3Db]);
        AssertGains(8, 2, [1, 0, Minus3Db, 0, Minus3Db, 0, Minus3Db, 0], [0, 1, Minus3Db, 0, 0, Minus3Db, 0, Minus3Db]);
        AssertGains(6, 1, [0.5f, 0.5f, Minus3Db, 0, Minus3Db / 2, Minus3Db / 2]);
    }

    [Fact]
    public void Pairs_behind_the_listener_stand_in_for_each_other()
    {
        // 7: L R C LFE BC SL SR → 6: L R C LFE BL BR
        var mapper = new ChannelMapper(7, 6);
        Assert.Equal(1, mapper.Gain(5, 4));
        Assert.Equal(1, mapper.Gain(6, 5));
        Assert.Equal(Minus3Db, mapper.Gain(4, 4), 1e-6f);
        Assert.Equal(Minus3Db, mapper.Gain(4, 5), 1e-6f);
    }

    [Fact]
    public void Without_a_layout_no_channel_is_lost_and_none_gets_too_loud()
    {
        foreach (var from in Enumerable.Range(9, 56))
        {
            foreach (var to in Enumerable.Range(1, 64))
            {
                var mapper = new ChannelMapper(from, to);
                for (var i = 0; i < from; i++) Assert.Contains(Enumerable.Range(0, to), o => mapper.Gain(i, o) > 0);
                for (var o = 0; o < to; o++) Assert.InRange(Enumerable.Range(0, from).Sum(i => mapper.Gain(i, o)), 0, 1.00001f);
            }
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 65)]
    public void Impossible_counts_are_refused(int from, int to) =>
        Assert.Equal(AudioErrorCode.InvalidArgument, Assert.Throws<AudioException>(() => new ChannelMapper(from, to)).Code);

    private static float[] Map(int from, int to, float[] samples)
    {
        var mapped = new float[samples.Length / from * to];
        Assert.Equal(samples.Length / from, new ChannelMapper(from, to).Map(samples, mapped));
        return mapped;
    }

    private static void AssertGains(int from, int to, params float[][] expected)
    {
        var mapper = new ChannelMapper(from, to);
        for (var o = 0; o < to; o++)
        {
            for (var i = 0; i < from; i++) Assert.Equal(expected[o][i], mapper.Gain(i, o), 1e-6f);
        }
    }
}

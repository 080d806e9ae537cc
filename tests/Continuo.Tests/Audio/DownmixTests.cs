using Continuo.Audio;

namespace Continuo.Tests.Audio;

public class DownmixTests
{
    private const float Minus3Db = 0.70710677f;

    [Fact]
    public void The_layout_decides_not_the_count()
    {
        // 3.1 → stereo: the centre in both, no LFE; quad → stereo: the back pair at −3 dB.
        AssertGains(ChannelLayout.FromSpeakers(0xF), ChannelLayout.Stereo, [1, 0, Minus3Db, 0], [0, 1, Minus3Db, 0]);
        AssertGains(ChannelLayout.FromSpeakers(0x33), ChannelLayout.Stereo, [1, 0, Minus3Db, 0], [0, 1, 0, Minus3Db]);
        AssertGains(ChannelLayout.FromSpeakers(0xB), ChannelLayout.Stereo, [1, 0, 0], [0, 1, 0]);
        AssertGains(ChannelLayout.FromSpeakers(0x107), ChannelLayout.Stereo, [1, 0, Minus3Db, 0.5f], [0, 1, Minus3Db, 0.5f]);
        AssertGains(ChannelLayout.FromSpeakers(0x60F), ChannelLayout.Stereo,
            [1, 0, Minus3Db, 0, Minus3Db, 0],
            [0, 1, Minus3Db, 0, 0, Minus3Db]);
    }

    [Fact]
    public void Side_speakers_stand_in_for_back_speakers_at_full_level()
    {
        var mapper = new ChannelMapper(ChannelLayout.FromSpeakers(0x60F), ChannelLayout.Surround51);
        for (var i = 0; i < 6; i++) Assert.Equal(1, mapper.Gain(i, i));
    }

    [Fact]
    public void A_narrower_layout_inside_a_wider_one_comes_back_unchanged()
    {
        for (var mask = 1u; mask < 1 << 11; mask++)
        {
            if (System.Numerics.BitOperations.PopCount(mask) < 2) continue;
            var (layout, wide) = (ChannelLayout.FromSpeakers(mask), ChannelLayout.FromSpeakers(0x7FF));
            var samples = Enumerable.Range(1, layout.Channels).Select(i => i / 16f).ToArray();
            var between = new float[wide.Channels];
            var back = new float[layout.Channels];
            new ChannelMapper(layout, wide).Map(samples, between);
            for (var i = 0; i < layout.Channels; i++) Assert.Equal(samples[i], between[wide.IndexOf(layout[i])]);
            new ChannelMapper(layout, layout).Map(samples, back);
            Assert.Equal(samples, back);
        }
    }

    [Fact]
    public void Every_speaker_but_the_LFE_is_heard_in_stereo()
    {
        for (var speaker = Speaker.FrontLeft; speaker <= Speaker.TopBackRight; speaker++)
        {
            if (speaker <= Speaker.FrontRight) continue;
            var layout = ChannelLayout.FromSpeakers(3u | 1u << (int)speaker);
            var mapper = new ChannelMapper(layout, ChannelLayout.Stereo);
            var heard = mapper.Gain(2, 0) + mapper.Gain(2, 1);
            Assert.Equal(speaker == Speaker.LowFrequency, heard == 0);
            Assert.InRange(heard, 0, 1.42f);
        }
    }

    [Fact]
    public void Channels_without_a_speaker_keep_their_place_among_their_like()
    {
        var mapper = new ChannelMapper(ChannelLayout.FromMask(3, 4), ChannelLayout.FromMask(7, 5));
        Assert.Equal(1, mapper.Gain(2, 3));
        Assert.Equal(1, mapper.Gain(3, 4));
    }

    private static void AssertGains(ChannelLayout from, ChannelLayout to, params float[][] expected)
    {
        var mapper = new ChannelMapper(from, to);
        for (var o = 0; o < to.Channels; o++)
        {
            for (var i = 0; i < from.Channels; i++) Assert.Equal(expected[o][i], mapper.Gain(i, o), 1e-6f);
        }
    }
}

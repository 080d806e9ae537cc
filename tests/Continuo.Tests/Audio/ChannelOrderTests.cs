using Continuo.Audio;

namespace Continuo.Tests.Audio;

public class ChannelOrderTests
{
    public static TheoryData<string, int> Orders()
    {
        var cases = new TheoryData<string, int>();
        for (var channels = 1; channels <= 8; channels++)
        {
            cases.Add("vorbis", channels);
            cases.Add("aiff", channels);
            cases.Add("own", channels);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void What_leaves_in_an_order_enters_from_it_unchanged(string name, int channels)
    {
        var order = name switch
        {
            "vorbis" => ChannelOrder.Vorbis(channels),
            "aiff" => ChannelOrder.Aiff(channels),
            _ => ChannelOrder.Of(ChannelLayout.Default(channels)),
        };
        Assert.Equal(channels, order.Layout.Channels);
        var samples = Enumerable.Range(0, channels * 7).Select(i => (float)i).ToArray();
        var left = new float[samples.Length];
        order.FromLayout(samples, left);
        Assert.Equal(order.IsIdentity, samples.SequenceEqual(left));
        order.ToLayout(left);
        Assert.Equal(samples, left);
    }

    [Fact]
    public void Vorbis_has_the_centre_second_and_the_LFE_last()
    {
        // FL FC FR BL BR LFE
        float[] frame = [1, 2, 3, 4, 5, 6];
        ChannelOrder.Vorbis(6).ToLayout(frame);
        Assert.Equal([1, 3, 2, 6, 4, 5], frame);
        Assert.Equal(ChannelLayout.Surround51, ChannelOrder.Vorbis(6).Layout);
        Assert.Equal(ChannelLayout.Surround71, ChannelOrder.Vorbis(8).Layout);
    }

    [Fact]
    public void A_speaker_that_occurs_twice_counts_once()
    {
        var order = new ChannelOrder(Speaker.FrontRight, Speaker.FrontLeft, Speaker.FrontLeft, Speaker.Unnamed);
        Assert.Equal(ChannelLayout.FromMask(0x3, 4), order.Layout);
        Assert.Equal([1, 0, 2, 3], Enumerable.Range(0, 4).Select(order.IndexOf));
    }
}

using Continuo.Audio;
using FsCheck;
using FsCheck.Fluent;

namespace Continuo.Tests.Audio;

public class ChannelLayoutTests
{
    [Fact]
    public void Channels_stand_in_the_order_of_the_mask_and_are_found_again()
    {
        Prop.ForAll(Gen.Choose(0, (int)ChannelLayout.AllSpeakers).ToArbitrary(), bits =>
        {
            for (var channels = 1; channels <= 20; channels++)
            {
                var layout = ChannelLayout.FromMask((uint)bits, channels);
                var speakers = Enumerable.Range(0, channels).Select(i => layout[i]).ToArray();
                Assert.Equal(speakers.Where(s => s >= 0).Order(), speakers.Take(layout.Named));
                Assert.All(speakers.Skip(layout.Named), s => Assert.Equal(Speaker.Unnamed, s));
                for (var i = 0; i < layout.Named; i++) Assert.Equal(i, layout.IndexOf(speakers[i]));
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_usual_layout_of_each_count_has_as_many_speakers()
    {
        for (var channels = 1; channels <= 8; channels++) Assert.Equal(channels, ChannelLayout.Default(channels).Named);
        Assert.True(ChannelLayout.Default(9).IsUnnamed);
    }

    [Fact]
    public void A_mask_that_does_not_fit_its_count_is_read_as_the_format_says()
    {
        Assert.Equal(ChannelLayout.Surround51, ChannelLayout.FromMask(0, 6));
        Assert.Equal(ChannelLayout.Stereo, ChannelLayout.FromMask(0x3F, 2));
        var more = ChannelLayout.FromMask(0x3, 4);
        Assert.Equal(
            [Speaker.FrontLeft, Speaker.FrontRight, Speaker.Unnamed, Speaker.Unnamed],
            Enumerable.Range(0, 4).Select(i => more[i]));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(65)]
    public void Impossible_counts_are_refused(int channels)
    {
        Assert.Throws<AudioException>(() => ChannelLayout.FromMask(0x3F, channels));
        Assert.Throws<AudioException>(() => ChannelLayout.Unnamed(channels));
        Assert.Throws<AudioException>(() => new AudioFormat(48_000, default(ChannelLayout)));
    }

    [Fact]
    public void A_format_keeps_its_layout_at_another_rate_and_says_an_unusual_one()
    {
        var format = new AudioFormat(48_000, ChannelLayout.FromSpeakers(0xF));
        Assert.Equal(format.Layout, format.AtRate(44_100).Layout);
        Assert.Equal(format.Layout, format.WithChannels(4).Layout);
        Assert.Equal(ChannelLayout.Stereo, format.WithChannels(2).Layout);
        Assert.Equal("48000 Hz, 4 channels (3.1)", format.ToString());
        Assert.NotEqual(new AudioFormat(48_000, 4), format);
    }
}

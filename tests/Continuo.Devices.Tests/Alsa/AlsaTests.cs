using Continuo.Audio;
using Continuo.Devices.Alsa;

namespace Continuo.Devices.Tests.Alsa;

/// <summary>What of ALSA needs no library: sample formats, channel maps, names.</summary>
public sealed class AlsaTests
{
    [Fact]
    public void Samples_make_an_exact_round_trip_as_far_as_the_format_has_bits()
    {
        foreach (var format in AlsaSampleFormat.All)
        {
            var bits = format.Type switch { SampleType.S16 => 16, _ => 24 };
            var scale = (float)(1 << (bits - 1));
            float[] samples = [0, 1 / scale, -1 / scale, (scale - 1) / scale, -1, 0.5f, -0.25f];
            var bytes = new byte[samples.Length * format.Bytes];
            var back = new float[samples.Length];
            format.Encode(samples, bytes);
            format.Decode(bytes, back);
            Assert.Equal(samples, back);
        }
    }

    [Fact]
    public void Twenty_four_bits_in_four_bytes_are_extended_by_their_sign()
    {
        var bytes = new byte[8];
        AlsaSampleFormat.All.Single(f => f.IsPadded).Encode([-1f / 8388608, 1f / 8388608], bytes);
        Assert.Equal([0xFF, 0xFF, 0xFF, 0xFF, 1, 0, 0, 0], bytes);
    }

    [Fact]
    public void A_channel_map_makes_a_round_trip()
    {
        ChannelLayout[] layouts =
        [
            ChannelLayout.Mono,
            ChannelLayout.Stereo,
            ChannelLayout.Surround51,
            ChannelLayout.Surround71,
            ChannelLayout.FromSpeakers(0x3FFFF),
        ];
        foreach (var layout in layouts)
        {
            var map = new uint[layout.Channels + 1];
            AlsaChannels.Write(layout, map);
            Assert.Equal((uint)layout.Channels, map[0]);
            var order = AlsaChannels.OrderOf(map.AsSpan(1));
            Assert.Equal(layout, order.Layout);
            Assert.True(order.IsIdentity);
        }
    }

    [Fact]
    public void The_back_pair_precedes_the_centre_in_a_device_without_a_map()
    {
        var order = AlsaChannels.Standard(6);
        Assert.Equal(ChannelLayout.Surround51, order.Layout);
        var samples = new float[] { 1, 2, 5, 6, 3, 4 };
        order.ToLayout(samples);
        Assert.Equal([1, 2, 3, 4, 5, 6], samples);
    }

    [Theory]
    [InlineData("", "default")]
    [InlineData("default", "default")]
    [InlineData("hw:0", "hw:0")]
    [InlineData("plughw:1,0", "hw:1")]
    [InlineData("hw:CARD=PCH,DEV=0", "hw:PCH")]
    [InlineData("front:CARD=PCH,DEV=0", "hw:PCH")]
    [InlineData("mydevice", "mydevice")]
    public void The_mixer_of_a_device_is_its_card_s(string device, string mixer) => Assert.Equal(mixer, AlsaServer.ControlOf(device));
}

using Continuo.Audio;
using Continuo.Devices.Pulse;
using Continuo.Devices.Pulse.Interop;

namespace Continuo.Devices.Tests.Pulse;

public unsafe class PulseChannelsTests
{
    [Fact]
    public void A_layout_of_any_speakers_and_count_comes_back_from_its_map()
    {
        for (var mask = 0u; mask < 1 << 18; mask += 61)
        {
            for (var channels = 1; channels <= 32; channels++)
            {
                var layout = mask == 0 ? ChannelLayout.Unnamed(channels) : ChannelLayout.FromMask(mask, channels);
                var map = PulseChannels.MapOf(layout);
                Assert.Equal(layout, PulseChannels.LayoutOf(map));
            }
        }
    }

    [Theory]
    [InlineData(0x4u, new[] { 0 })] // mono
    [InlineData(0x3Fu, new[] { 1, 2, 3, 7, 5, 6 })] // front left, right, centre, lfe, rear left, right
    [InlineData(0x60Fu, new[] { 1, 2, 3, 7, 10, 11 })] // … side left, right
    [InlineData(0x33u, new[] { 1, 2, 5, 6 })]
    [InlineData(0x7u, new[] { 1, 2, 3 })]
    [InlineData(0x70Fu, new[] { 1, 2, 3, 7, 4, 10, 11 })]
    [InlineData(0x63Fu, new[] { 1, 2, 3, 7, 5, 6, 10, 11 })]
    public void The_usual_layouts_have_the_servers_positions(uint mask, int[] positions)
    {
        var map = PulseChannels.MapOf(ChannelLayout.FromSpeakers(mask));
        for (var i = 0; i < positions.Length; i++) Assert.Equal(positions[i], map.Map[i]);
    }

    [Fact]
    public void A_device_in_another_order_has_the_layout_of_its_speakers()
    {
        var map = new ChannelMap { Channels = 4 };
        (map.Map[0], map.Map[1], map.Map[2], map.Map[3]) = (5, 6, 1, 2); // rear pair first
        Assert.Equal(ChannelLayout.Default(4), PulseChannels.LayoutOf(map));
        (map.Map[0], map.Map[1], map.Map[2], map.Map[3]) = (12, 13, 14, 15); // aux0…aux3
        Assert.Equal(ChannelLayout.Unnamed(4), PulseChannels.LayoutOf(map));
    }
}

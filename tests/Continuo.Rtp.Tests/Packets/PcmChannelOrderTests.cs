using Continuo.Audio;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Reception;
using Continuo.Rtp.Sdp;
using Continuo.Rtp.Sending;
using Continuo.Rtp.Wire;

namespace Continuo.Rtp.Tests.Packets;

public sealed class PcmChannelOrderTests
{
    [Theory]
    [InlineData("SMPTE2110.(51)", 6, "FL FR FC LFE BL BR")]
    [InlineData("SMPTE2110.(71)", 8, "FL FR FC LFE SL SR BL BR")]
    [InlineData("smpte2110.(51, st)", 8, "FL FR FC LFE BL BR - -")]
    [InlineData("SMPTE2110.(M,U03)", 4, "FC - - -")]
    [InlineData("SMPTE2110.(ST)", 4, "FL FR - -")]
    [InlineData("DV.LRLsRsC", 5, "FL FR BL BR FC")]
    [InlineData("DV.LRLsRsCS", 6, "FL FR BL BR FC BC")]
    [InlineData("DV.LRCWoLs1Rs1Ls2Rs2", 8, "FL FR FC LFE SL SR BL BR")]
    [InlineData("DV.LRCWoLsRsLcRc", 8, "FL FR FC LFE BL BR FLC FRC")]
    public void Orders_of_both_conventions_are_read(string order, int channels, string speakers)
    {
        var read = PcmChannelOrder.Parse(order, channels);

        Assert.NotNull(read);
        var names = Enumerable.Range(0, channels).Select(i => ChannelLayout.NameOf(read.Layout[read.IndexOf(i)]));
        Assert.Equal(speakers, string.Join(' ', names));
    }

    [Theory]
    [InlineData(null, 6)]
    [InlineData("", 6)]
    [InlineData("SMPTE2110.(51)", 2)]
    [InlineData("SMPTE2110.(51", 6)]
    [InlineData("SMPTE2110.()", 6)]
    [InlineData("SMPTE2110.(U99)", 64)]
    [InlineData("SMPTE2110.(U00)", 6)]
    [InlineData("SMPTE2110.(XY)", 6)]
    [InlineData("DV.LRx", 6)]
    [InlineData("AES.LR", 2)]
    public void What_is_unknown_or_too_long_is_no_order(string? order, int channels) => Assert.Null(PcmChannelOrder.Parse(order, channels));

    [Fact]
    public void Channels_of_a_described_order_are_put_into_that_of_the_layout_and_back()
    {
        var codec = CodecRegistry.Describe("L16", new AudioFormat(48_000, 8), TimeSpan.FromMilliseconds(1), "channel-order=SMPTE2110.(71)");
        using var decoder = CodecRegistry.CreateDecoder(codec);
        using var encoder = CodecRegistry.CreateEncoder(codec);
        var payload = new byte[48 * 8 * 2];
        for (var i = 0; i < payload.Length; i += 2) payload[i] = (byte)(i / 2 % 8);
        var samples = new float[decoder.MaxFrames * 8];

        Assert.Equal(48, decoder.Decode(payload, samples));

        Assert.Equal(ChannelLayout.Surround71, codec.Format.Layout);
        Assert.Equal([0, 1, 2, 3, 6, 7, 4, 5], samples[8..16].Select(s => (int)Math.Round(s * 128)));
        var back = new byte[payload.Length];
        Assert.Equal(back.Length, encoder.Encode(samples.AsSpan(0, 48 * 8), back));
        Assert.Equal(payload, back);
    }

    [Fact]
    public void A_layout_travels_from_sender_to_receiver_in_the_description()
    {
        var format = new AudioFormat(48_000, ChannelLayout.FromMask(0xF, 4));
        var options = new RtpSenderOptions(new RtpAddress("127.0.0.1", 5004)) { Codec = "L24" };
        var sent = options.CodecFor(format);
        var text = RtpSession.Describe(sent, options, new(System.Net.IPAddress.Loopback, 5004), System.Net.IPAddress.Loopback, 1);

        var received = PayloadMap.Of(SdpReader.Parse(text).Media[0], "test").Main;

        Assert.Contains("channel-order=DV.LRCWo", text, StringComparison.Ordinal);
        Assert.Equal("3.1", received.Format.Layout.ToString());
        Assert.Equal(format.Layout, sent.Format.Layout);
    }
}

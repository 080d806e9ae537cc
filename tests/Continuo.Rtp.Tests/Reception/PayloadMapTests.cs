using Continuo.Audio;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Reception;
using Continuo.Rtp.Sdp;
using Continuo.Rtp.Tests.Fuzzing;

namespace Continuo.Rtp.Tests.Reception;

public sealed class PayloadMapTests
{
    [Fact]
    public void A_description_says_what_payload_types_are()
    {
        var map = PayloadMap.Of(SdpReader.Parse(Corpus.Descriptions[1]).Media[0], "x.sdp");
        Assert.Equal(("L24", new AudioFormat(48_000, 2)), (map.Main.Name, map.Main.Format));
        Assert.True(map.IsRedundant(101));
        Assert.Null(map.Codec(101));
        Assert.Same(map.Main, map.Codec(96));
        Assert.Null(map.Codec(97));
    }

    [Fact]
    public void Opus_is_stereo_unless_its_sender_says_mono()
    {
        Assert.Equal(2, PayloadMap.Of(SdpReader.Parse(Corpus.Descriptions[0]).Media[0], "x").Main.Format.Channels);
        var mono = SdpReader.Parse(Corpus.Descriptions[0].Replace("sprop-stereo=1", "sprop-stereo=0", StringComparison.Ordinal));
        Assert.Equal(1, PayloadMap.Of(mono.Media[0], "x").Main.Format.Channels);
    }

    [Fact]
    public void A_codec_that_is_not_known_is_reported_with_its_line()
    {
        var media = SdpReader.Parse("v=0\nc=IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 0 97\na=rtpmap:97 speex/16000").Media[0];
        var error = Assert.Throws<AudioException>(() => PayloadMap.Of(media, "x.sdp"));
        Assert.Equal((AudioErrorCode.Unsupported, "x.sdp, line 3"), (error.Code, error.Asked));
        Assert.Contains("speex/16000/1", error.Happened, StringComparison.Ordinal);
        Assert.Contains("opus", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_description_all_agreed_types_are_one_codec()
    {
        var codec = CodecRegistry.Describe("opus", new AudioFormat(48_000, 2));
        var map = PayloadMap.Of(codec);
        Assert.Same(codec, map.Codec(111));
        Assert.Null(map.Codec(0));
        Assert.Equal(new AudioFormat(44_100, 2), map.Codec(10)!.Format);
        Assert.True(map.IsRedundant(101));
        Assert.Null(PayloadMap.Of(codec, 120).Codec(111));
        Assert.Same(codec, PayloadMap.Of(codec, 120).Codec(120));
    }
}

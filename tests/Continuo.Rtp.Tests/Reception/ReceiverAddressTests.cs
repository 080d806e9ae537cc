using System.Net;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Rtp.Reception;
using Continuo.Rtp.Sockets;
using Continuo.Sources;

namespace Continuo.Rtp.Tests.Reception;

public sealed class ReceiverAddressTests
{
    private static readonly SourceRequest Request = new(null, null, 480, null, SystemClock.Instance);

    [Theory]
    [InlineData("rtp://:5010", 48_000, 2, "[::]:5010 (opus)")]
    [InlineData("rtp://", 48_000, 2, "[::]:5004 (opus)")]
    [InlineData("rtp://127.0.0.1:5010?codec=L16&rate=44100&channels=1", 44_100, 1, "127.0.0.1:5010 (L16)")]
    [InlineData("rtp://[ff15::7]:5010?codec=l24&channels=6", 48_000, 6, "[ff15::7]:5010 (L24)")]
    [InlineData("rtp://239.1.2.3:5010/?maxlag=500&maxdelay=400&delay=20&ssrc=4294967295&until=bye", 48_000, 2, "239.1.2.3:5010 (opus)")]
    [InlineData("rtp://localhost:5010", 48_000, 2, "127.0.0.1:5010 (opus)")]
    public void An_address_says_where_and_what(string text, int rate, int channels, string description)
    {
        using var source = ReceiverAddress.Open(AudioAddress.Parse(text), Request);
        Assert.Equal(new AudioFormat(rate, channels), source.Format);
        Assert.Equal($"RTP on {description}", source.Description);
    }

    [Theory]
    [InlineData("rtp://:5010?codec=speex", AudioErrorCode.Unsupported, "speex")]
    [InlineData("rtp://:5010?rate=44100", AudioErrorCode.Unsupported, "44100")]
    [InlineData("rtp://:0", AudioErrorCode.InvalidArgument, "not a port")]
    [InlineData("rtp://:70000", AudioErrorCode.InvalidArgument, "not a port")]
    [InlineData("rtp://:5010?pt=200", AudioErrorCode.InvalidArgument, "pt")]
    [InlineData("rtp://:5010?until=noon", AudioErrorCode.InvalidArgument, "until")]
    [InlineData("rtp://:5010?maxlag=10&maxdelay=400", AudioErrorCode.InvalidArgument, "MaxLag")]
    [InlineData("rtp://:5010?buffer=10", AudioErrorCode.InvalidArgument, "no option 'buffer'")]
    [InlineData("rtp://no-such-host.invalid:5010", AudioErrorCode.NotFound, "no-such-host.invalid")]
    public void A_wrong_address_is_reported(string text, AudioErrorCode code, string what)
    {
        var error = Assert.Throws<AudioException>(() => ReceiverAddress.Open(AudioAddress.Parse(text), Request));
        Assert.Equal(code, error.Code);
        Assert.Contains(what, error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_port_in_use_is_reported_when_the_source_is_opened()
    {
        using var other = UdpSocket.Open(new UdpOptions { Local = new IPEndPoint(IPAddress.Loopback, 0) });
        using var source = ReceiverAddress.Open(AudioAddress.Parse($"rtp://127.0.0.1:{other.Local.Port}"), Request);
        Assert.Contains("in use", Assert.Throws<AudioException>(source.Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_description_with_nothing_to_receive_is_reported()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "v=0\nc=IN IP4 127.0.0.1\nm=audio 5004 RTP/SAVP 96\na=rtpmap:96 opus/48000/2\n");
            var error = Assert.Throws<AudioException>(() => ReceiverAddress.OpenDescription(AudioAddress.Parse(path), Request));
            Assert.Contains("no audio over plain RTP", error.Message, StringComparison.Ordinal);
            File.WriteAllText(path, "v=0\nc=IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 96\na=rtpmap:96 opus\n");
            Assert.Contains("line 4",
                Assert.Throws<AudioException>(() => ReceiverAddress.OpenDescription(AudioAddress.Parse(path), Request)).Message,
                StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("m=audio 5004 RTP/AVP 97\na=rtpmap:97 L24/48000/2\n", ": RTP on 127.0.0.1:5004 (L24)")]
    [InlineData(
        "m=audio 0 RTP/AVP 0\nm=audio 5002 RTP/AVP 0 8\nm=audio 5004 RTP/AVP 97\na=rtpmap:97 L24/48000/2\n",
        ", line 5: RTP on 127.0.0.1:5004 (L24)")]
    [InlineData("m=audio 5002 RTP/AVP 11\na=inactive\nm=audio 5004 RTP/AVP 10\n", ", line 5: RTP on 127.0.0.1:5004 (L16)")]
    [InlineData("m=audio 5002 RTP/AVP 11\na=inactive\n", ": RTP on 127.0.0.1:5002 (L16)")]
    [InlineData("m=audio 5002 RTP/AVP 97\na=rtpmap:97 L16/48000/8\na=ptime:5000000\n", ": RTP on 127.0.0.1:5002 (L16)")]
    [InlineData("m=audio 5002 RTP/AVP 97\na=rtpmap:97 L24/192000/8\n", ": RTP on 127.0.0.1:5002 (L24)")]
    [InlineData("m=audio 5002 RTP/AVP 11\nc=IN IP4 no-such-host.invalid\n", ": RTP on [::]:5002 (L16)")]
    [InlineData("m=audio 5002 RTP/AVP 11\nc=IN IP6 ff15::7\n", ": RTP on [ff15::7]:5002 (L16)")]
    [InlineData("m=audio 5002 RTP/AVP 11\nc=IN IP4 192.0.2.77/127\n", ": RTP on [::]:5002 (L16)")]
    public void Of_a_description_the_first_medium_that_can_be_received_is(string media, string description)
    {
        using var source = Describe($"v=0\nc=IN IP4 127.0.0.1\n{media}");
        Assert.EndsWith(description, source.Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("m=audio 0 RTP/AVP 0\n", "rejected")]
    [InlineData("m=audio 5002 RTP/AVP 0\n", "PCMU/8000/1")]
    [InlineData("m=audio 5002 RTP/AVP 97\nm=audio 0 RTP/AVP 98\n", "line 3")]
    public void A_description_is_refused_only_when_nothing_in_it_can_be_received(string media, string what)
    {
        var error = Assert.Throws<AudioException>(() => Describe($"v=0\nc=IN IP4 127.0.0.1\n{media}"));
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    private static RtpReceiver Describe(string text)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text);
            return ReceiverAddress.OpenDescription(AudioAddress.Parse(path), Request);
        }
        finally
        {
            File.Delete(path);
        }
    }
}

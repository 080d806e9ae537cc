using System.Net;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Network.Reception;
using Continuo.Network.Sockets;
using Continuo.Sources;

namespace Continuo.Network.Tests.Reception;

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
    [InlineData("rtp://:0", AudioErrorCode.InvalidArgument, "no port")]
    [InlineData("rtp://:70000", AudioErrorCode.InvalidArgument, "no port")]
    [InlineData("rtp://:5010?pt=200", AudioErrorCode.InvalidArgument, "pt")]
    [InlineData("rtp://:5010?until=noon", AudioErrorCode.InvalidArgument, "until")]
    [InlineData("rtp://:5010?maxlag=10&maxdelay=400", AudioErrorCode.InvalidArgument, "MaxLag")]
    [InlineData("rtp://:5010?buffer=10", AudioErrorCode.InvalidArgument, "no option 'buffer'")]
    [InlineData("rtp://no-such-host.invalid:5010", AudioErrorCode.NotFound, "no-such-host.invalid")]
    public void A_wrong_address_is_told(string text, AudioErrorCode code, string what)
    {
        var error = Assert.Throws<AudioException>(() => ReceiverAddress.Open(AudioAddress.Parse(text), Request));
        Assert.Equal(code, error.Code);
        Assert.Contains(what, error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_port_in_use_is_told_when_the_source_is_opened()
    {
        using var other = UdpSocket.Open(new UdpOptions { Local = new IPEndPoint(IPAddress.Loopback, 0) });
        using var source = ReceiverAddress.Open(AudioAddress.Parse($"rtp://127.0.0.1:{other.Local.Port}"), Request);
        Assert.Contains("in use", Assert.Throws<AudioException>(source.Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_description_with_nothing_to_receive_is_told()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "v=0\nc=IN IP4 127.0.0.1\nm=audio 5004 RTP/SAVP 96\na=rtpmap:96 opus/48000/2\n");
            var error = Assert.Throws<AudioException>(() => ReceiverAddress.OpenDescription(AudioAddress.Parse(path), Request));
            Assert.Contains("no audio over plain RTP", error.Message, StringComparison.Ordinal);
            File.WriteAllText(path, "v=0\nc=IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 96\na=rtpmap:96 opus\n");
            Assert.Contains("line 4", Assert.Throws<AudioException>(() => ReceiverAddress.OpenDescription(AudioAddress.Parse(path), Request)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }
}

using System.Net;
using Continuo.Audio;
using Continuo.WebRtc.Sdp;

namespace Continuo.WebRtc.Tests.Sdp;

public sealed class SdpOfferTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Our_offer_and_our_answer_agree(bool clientSends)
    {
        var offer = SdpOffer.Create(Options(clientSends));
        var read = PeerDescriptionReader.ParseOffer(offer.Text);
        Assert.Equal((clientSends, !clientSends), (read.Sends, read.Receives));
        Assert.Equal((111, 63), (read.Audio.OpusPayloadType, read.Audio.RedPayloadType));
        var answer = SdpAnswer.Create(read, Answer(!clientSends));
        var back = offer.ParseAnswer(answer.Text);
        Assert.Equal((!clientSends, clientSends), (back.Sends, back.Receives));
        Assert.Equal(answer.Audio.Extensions, back.Audio.Extensions);
        Assert.Equal((111, 63), (back.Audio.OpusPayloadType, back.Audio.RedPayloadType));
        Assert.Equal(DtlsSetup.Passive, back.Setup);
        Assert.Equal(["10.0.0.1:7480", "[2001:db8::1]:7480"], back.Candidates.Select(c => c.EndPoint.ToString()));
        Assert.True(back.IsLite);
        Assert.Equal(Answer(true).Fingerprint.ToString(), back.Fingerprint.ToString());
        Assert.Equal(clientSends ? null : 5u, back.Ssrc);
        Assert.Equal(clientSends ? 9u : null, read.Ssrc);
    }

    [Theory]
    [InlineData("a=setup:passive", "a=setup:actpass", "actpass")]
    [InlineData("m=audio 7480", "m=audio 0", "rejected")]
    [InlineData("a=sendonly", "a=inactive", "does not want to send")]
    [InlineData("111", "112", "not offered")]
    [InlineData("m=audio", "m=video", "no audio")]
    public void An_answer_that_does_not_answer_is_refused(string part, string instead, string reason)
    {
        var offer = SdpOffer.Create(Options(clientSends: false));
        var answer = SdpAnswer.Create(PeerDescriptionReader.ParseOffer(offer.Text), Answer(sends: true)).Text;
        Assert.Contains(part, answer, StringComparison.Ordinal);
        var error = Assert.Throws<AudioException>(() => offer.ParseAnswer(answer.Replace(part, instead, StringComparison.Ordinal)));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_may_make_us_the_server_of_the_handshake()
    {
        var offer = SdpOffer.Create(Options(clientSends: false));
        var answer = SdpAnswer.Create(PeerDescriptionReader.ParseOffer(offer.Text), Answer(sends: true)).Text;
        Assert.Equal(DtlsSetup.Active, offer.ParseAnswer(answer.Replace("setup:passive", "setup:active", StringComparison.Ordinal)).Setup);
    }

    [Fact]
    public void An_extension_that_the_answer_numbers_otherwise_is_not_used()
    {
        var offer = SdpOffer.Create(Options(clientSends: false));
        var answer = SdpAnswer.Create(PeerDescriptionReader.ParseOffer(offer.Text), Answer(sends: true)).Text;
        var read = offer.ParseAnswer(answer.Replace("a=extmap:3 ", "a=extmap:7 ", StringComparison.Ordinal));
        Assert.Equal(new HeaderExtensionIds(AudioLevel: 1, ContributorLevels: 2, CaptureTime: 0, MediaId: 4), read.Audio.Extensions);
    }

    /// <summary>
    /// As MediaMTX (pion) answers a listener: it begins the handshake itself, and names its candidates for two components and by TCP.
    /// </summary>
    [Fact]
    public void The_answer_of_MediaMTX_is_understood()
    {
        var answer = SdpOffer.Create(Options(clientSends: false)).ParseAnswer($"""
            v=0
            o=- 5234627136842301021 1732800000 IN IP4 0.0.0.0
            s=-
            t=0 0
            a=msid-semantic:WMS*
            a=fingerprint:sha-256 {Offers.Fingerprint}
            a=extmap-allow-mixed
            a=group:BUNDLE 0
            m=audio 9 UDP/TLS/RTP/SAVPF 111
            c=IN IP4 0.0.0.0
            a=setup:active
            a=mid:0
            a=ice-ufrag:hVIQQnNzzIHDmrRb
            a=ice-pwd:mSrnDpZuFOFyKzWnYmMdXlvZgwKVVJmg
            a=rtcp-mux
            a=rtcp-rsize
            a=rtpmap:111 opus/48000/2
            a=fmtp:111 minptime=10;useinbandfec=1
            a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
            a=ssrc:2566666666 cname:mediamtx
            a=msid:mediamtx audio
            a=sendonly
            a=candidate:2930375412 1 udp 2130706431 192.168.1.2 8189 typ host ufrag hVIQQnNzzIHDmrRb
            a=candidate:2930375412 2 udp 2130706431 192.168.1.2 8189 typ host ufrag hVIQQnNzzIHDmrRb
            a=candidate:1387637174 1 tcp 1671430143 192.168.1.2 8189 typ host tcptype passive
            a=end-of-candidates

            """);
        Assert.Equal((DtlsSetup.Active, false, true), (answer.Setup, answer.IsLite, answer.Sends));
        Assert.Equal("192.168.1.2:8189", Assert.Single(answer.Candidates).EndPoint.ToString());
        Assert.Null(answer.Audio.RedPayloadType);
        Assert.Equal(new HeaderExtensionIds(AudioLevel: 1, 0, 0, 0), answer.Audio.Extensions);
        Assert.Equal(2_566_666_666u, answer.Ssrc);
    }

    private static OfferOptions Options(bool clientSends) => new()
    {
        Ice = IceCredentials.Create(),
        Fingerprint = DtlsFingerprint.Of([4, 5, 6]),
        IsSending = clientSends,
        Ssrc = 9,
    };

    private static AnswerOptions Answer(bool sends) => new()
    {
        Ice = IceCredentials.Create(),
        Fingerprint = DtlsFingerprint.Of([1, 2, 3]),
        Candidates = [new IPEndPoint(IPAddress.Parse("10.0.0.1"), 7480), new IPEndPoint(IPAddress.Parse("2001:db8::1"), 7480)],
        IsSending = sends,
        Ssrc = 5,
        UseRed = true,
    };
}

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

using System.Net;
using Continuo.Audio;
using Continuo.WebRtc.Sdp;

namespace Continuo.WebRtc.Tests.Sdp;

public sealed class SdpAnswerTests
{
    private static readonly AnswerOptions Sending = new()
    {
        Ice = new IceCredentials("ourUfrag", "ourPasswordOf24Character"),
        Fingerprint = DtlsFingerprint.Of([1, 2, 3]),
        Candidates = [new IPEndPoint(IPAddress.Loopback, 7480), new IPEndPoint(IPAddress.Parse("2001:db8::1"), 7480)],
        IsSending = true,
        Ssrc = 77,
    };

    [Fact]
    public void The_answer_to_a_listener_is_the_one_that_browsers_take()
    {
        var answer = SdpAnswer.Create(PeerDescriptionReader.ParseOffer(Offers.ChromiumListens), Sending);
        var lines = Lines(answer.Text);
        Assert.StartsWith("o=- ", lines[1], StringComparison.Ordinal);
        lines.RemoveAt(1);
        Assert.Equal(
            [
                "v=0",
                "s=-",
                "t=0 0",
                "a=ice-lite",
                "a=group:BUNDLE 0",
                "a=msid-semantic: WMS *",
                "a=extmap-allow-mixed",
                "m=audio 7480 UDP/TLS/RTP/SAVPF 111",
                "c=IN IP4 127.0.0.1",
                "a=mid:0",
                "a=sendonly",
                "a=rtcp-mux",
                "a=rtcp-rsize",
                "a=ice-ufrag:ourUfrag",
                "a=ice-pwd:ourPasswordOf24Character",
                $"a=fingerprint:{Sending.Fingerprint}",
                "a=setup:passive",
                "a=rtpmap:111 opus/48000/2",
                "a=fmtp:111 minptime=10;useinbandfec=1;stereo=1;sprop-stereo=1",
                "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level",
                "a=extmap:9 http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time",
                "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid",
                "a=msid:continuo audio0",
                "a=ssrc:77 cname:continuo",
                "a=candidate:1 1 udp 2130706431 127.0.0.1 7480 typ host",
                "a=candidate:2 1 udp 2130706175 2001:db8::1 7480 typ host",
                "a=end-of-candidates",
            ],
            lines);
        Assert.Null(answer.Audio.RedPayloadType);
    }

    [Fact]
    public void With_redundancy_it_comes_first()
    {
        var answer = SdpAnswer.Create(PeerDescriptionReader.ParseOffer(Offers.ChromiumListens), Sending with { UseRed = true });
        Assert.Contains("m=audio 7480 UDP/TLS/RTP/SAVPF 63 111", Lines(answer.Text));
        Assert.Contains("a=rtpmap:63 red/48000/2", Lines(answer.Text));
        Assert.Contains("a=fmtp:63 111/111", Lines(answer.Text));
        Assert.Equal(63, answer.Audio.RedPayloadType);
        Assert.Null(SdpAnswer.Create(PeerDescriptionReader.ParseOffer(Offers.AioRtc), Sending with { UseRed = true }).Audio.RedPayloadType);
    }

    [Fact]
    public void The_answer_to_a_talker_asks_for_stereo_a_bit_rate_and_short_packets()
    {
        var options = Sending with { IsSending = false, MaxAverageBitRate = 128_000, PacketMilliseconds = 10 };
        var lines = Lines(SdpAnswer.Create(PeerDescriptionReader.ParseOffer(Offers.FirefoxTalks), options).Text);
        Assert.Contains("a=recvonly", lines);
        Assert.Contains("a=fmtp:109 minptime=10;useinbandfec=1;stereo=1;maxaveragebitrate=128000", lines);
        Assert.Contains("a=ptime:10", lines);
        Assert.Contains("a=extmap:2 urn:ietf:params:rtp-hdrext:csrc-audio-level", lines);
        Assert.DoesNotContain(lines,
            l =>
                l.Contains("sdes:mid", StringComparison.Ordinal) || l.StartsWith("a=ssrc", StringComparison.Ordinal)
                    || l.StartsWith("a=msid:", StringComparison.Ordinal));
        Assert.DoesNotContain("a=extmap-allow-mixed", lines);
        Assert.DoesNotContain("a=rtcp-rsize", lines);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Video_beside_the_audio_is_rejected_in_its_place(bool videoFirst)
    {
        var text = Offers.Obs.ReplaceLineEndings("\n");
        var (audio, video) = (text.IndexOf("m=audio", StringComparison.Ordinal), text.IndexOf("m=video", StringComparison.Ordinal));
        if (videoFirst)
        {
            text = text[..audio].Replace("BUNDLE 0 1", "BUNDLE 1 0", StringComparison.Ordinal) + text[video..] + text[audio..video];
        }

        var offer = PeerDescriptionReader.ParseOffer(text);
        Assert.Equal(videoFirst ? 1 : 0, offer.AudioIndex);
        var lines = Lines(SdpAnswer.Create(offer, Sending with { IsSending = false }).Text);
        Assert.Contains("a=group:BUNDLE 0", lines);
        var media = lines.Where(l => l.StartsWith("m=", StringComparison.Ordinal)).ToArray();
        string[] expected = ["m=audio 7480 UDP/TLS/RTP/SAVPF 111", "m=video 0 UDP/TLS/RTP/SAVPF 96"];
        Assert.Equal(videoFirst ? expected.Reverse() : expected, media);
        Assert.Equal(["a=mid:1", "a=inactive"], lines.SkipWhile(l => !l.StartsWith("m=video", StringComparison.Ordinal)).Skip(2).Take(2));
    }

    [Fact]
    public void An_offer_without_a_bundle_gets_none()
    {
        var offer = PeerDescriptionReader.ParseOffer(Offers.ChromiumListens.Replace("a=group:BUNDLE 0", "a=x", StringComparison.Ordinal));
        Assert.DoesNotContain(Lines(SdpAnswer.Create(offer, Sending).Text), l => l.StartsWith("a=group", StringComparison.Ordinal));
    }

    [Fact]
    public void A_direction_that_does_not_fit_is_refused()
    {
        var talker = PeerDescriptionReader.ParseOffer(Offers.FirefoxTalks);
        var listener = PeerDescriptionReader.ParseOffer(Offers.ChromiumListens);
        Assert.Contains("receive", Assert.Throws<AudioException>(() => SdpAnswer.Create(talker, Sending)).Message,
            StringComparison.Ordinal);
        Assert.Contains("send", Assert.Throws<AudioException>(() => SdpAnswer.Create(listener, Sending with { IsSending = false })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_of_the_offer_do_not_become_lines_of_the_answer()
    {
        var offer = Offers.ChromiumListens.ReplaceLineEndings("\n") + "m=vi\vdeo\u0085a=ice-ufrag:evil 9 X\0Y 1\na=mid:1\ta\n";
        var lines = Lines(SdpAnswer.Create(PeerDescriptionReader.ParseOffer(offer), Sending).Text);
        Assert.DoesNotContain(lines, l => l.Contains("evil", StringComparison.Ordinal) || l.Any(char.IsControl));
    }

    [Fact]
    public void A_fingerprint_is_that_of_its_certificate_only()
    {
        var fingerprint = DtlsFingerprint.Parse(DtlsFingerprint.Of([1, 2, 3]).ToString());
        Assert.True(fingerprint!.IsOf([1, 2, 3]));
        Assert.False(fingerprint.IsOf([1, 2, 4]));
    }

    [Fact]
    public void Credentials_are_valid_and_never_the_same()
    {
        var all = Enumerable.Range(0, 1000).Select(_ => IceCredentials.Create()).ToArray();
        Assert.All(all, c => Assert.True(IceCredentials.AreValid(c.Fragment, c.Password)));
        Assert.Equal(1000, all.DistinctBy(c => c.Fragment).Count());
    }

    private static List<string> Lines(string text)
    {
        Assert.EndsWith("\r\n", text, StringComparison.Ordinal);
        return [.. text[..^2].Split("\r\n")];
    }
}

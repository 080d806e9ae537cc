using Continuo.Audio;
using Continuo.WebRtc.Sdp;

namespace Continuo.WebRtc.Tests.Sdp;

public sealed class PeerDescriptionTests
{
    [Fact]
    public void Chromiums_offer_is_understood()
    {
        var offer = PeerDescriptionReader.ParseOffer(Offers.ChromiumListens);
        Assert.Equal((111, 63), (offer.Audio.OpusPayloadType, offer.Audio.RedPayloadType));
        Assert.Equal(new HeaderExtensionIds(AudioLevel: 1, ContributorLevels: 0, CaptureTime: 9, MediaId: 4), offer.Audio.Extensions);
        Assert.Equal(("EsAw", "P2uYro0UCOQ4zxjKXaWCBui1"), (offer.Ice.Fragment, offer.Ice.Password));
        Assert.Equal("sha-256 " + Offers.Fingerprint, offer.Fingerprint.ToString());
        Assert.Equal(DtlsSetup.ActPass, offer.Setup);
        Assert.True(offer.Receives && !offer.Sends && offer.Audio.IsStereo && offer.AllowsMixedExtensions && !offer.IsLite);
        Assert.Empty(offer.Candidates); // a name of mDNS is of no use
        Assert.Equal("0", offer.Audio.MediaId);
    }

    [Fact]
    public void Firefoxs_offer_is_understood()
    {
        var offer = PeerDescriptionReader.ParseOffer(Offers.FirefoxTalks);
        Assert.Equal((109, null), (offer.Audio.OpusPayloadType, offer.Audio.RedPayloadType));
        Assert.Equal(new HeaderExtensionIds(AudioLevel: 1, ContributorLevels: 2, CaptureTime: 0, MediaId: 3), offer.Audio.Extensions);
        Assert.Equal("a1b2c3d4", offer.Ice.Fragment);
        Assert.Equal("sha-256 " + Offers.Fingerprint, offer.Fingerprint.ToString());
        Assert.Equal(1_122_334_455u, offer.Ssrc);
        Assert.True(offer.Sends && !offer.Receives && !offer.AllowsMixedExtensions);
    }

    [Fact]
    public void The_offer_of_OBS_is_understood()
    {
        var offer = PeerDescriptionReader.ParseOffer(Offers.Obs);
        Assert.Equal(111, offer.Audio.OpusPayloadType);
        Assert.Equal(96_000, offer.Audio.MaxAverageBitRate);
        Assert.Equal(
            ["192.168.1.34:56609", "[2001:db8::5]:56609", "203.0.113.5:40000"], offer.Candidates.Select(c => c.EndPoint.ToString()));
        Assert.Equal(["video"], offer.UnusedKinds);
        Assert.Equal(["0", "1"], offer.Bundle);
    }

    [Fact]
    public void Aiortcs_offer_is_understood()
    {
        var offer = PeerDescriptionReader.ParseOffer(Offers.AioRtc);
        Assert.Equal(96, offer.Audio.OpusPayloadType);
        Assert.Equal(new HeaderExtensionIds(AudioLevel: 2, ContributorLevels: 0, CaptureTime: 0, MediaId: 1), offer.Audio.Extensions);
        Assert.Equal("Zq1w", offer.Ice.Fragment);
        Assert.False(offer.Audio.IsStereo);
        Assert.Equal("172.17.0.2:40404", Assert.Single(offer.Candidates).EndPoint.ToString());
    }

    [Theory]
    [InlineData("a=rtcp-mux\n", "", AudioErrorCode.Unsupported, "RTCP")]
    [InlineData("a=fingerprint:sha-256", "a=fingerprint:sha-1", AudioErrorCode.Unsupported, "sha-1 only")]
    [InlineData("a=fingerprint:sha-256", "a=other:", AudioErrorCode.Unsupported, "no a=fingerprint")]
    [InlineData("a=fingerprint:sha-256 AB", "a=fingerprint:sha-256 XY", AudioErrorCode.InvalidArgument, "32 bytes")]
    [InlineData("opus/48000/2", "iLBC/8000", AudioErrorCode.Unsupported, "not Opus but iLBC, red, G722")]
    [InlineData("opus/48000/2", "opus/48000", AudioErrorCode.Unsupported, "not Opus")]
    [InlineData("a=setup:actpass", "a=setup:passive", AudioErrorCode.Unsupported, "a=setup:passive")]
    [InlineData("a=setup:actpass", "a=setup:holdconn", AudioErrorCode.InvalidArgument, "a=setup:holdconn")]
    [InlineData("a=ice-pwd", "a=ice-pwt", AudioErrorCode.InvalidArgument, "ICE credentials")]
    [InlineData("a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1", "a=ice-pwd:short", AudioErrorCode.InvalidArgument, "too short")]
    [InlineData("a=ice-ufrag:EsAw", "a=ice-ufrag:Es w", AudioErrorCode.InvalidArgument, "other characters")]
    [InlineData("m=audio 9 ", "m=audio 0 ", AudioErrorCode.Unsupported, "rejected (port 0)")]
    [InlineData("UDP/TLS/RTP/SAVPF", "RTP/AVP", AudioErrorCode.Unsupported, "not encrypted (RTP/AVP)")]
    [InlineData("UDP/TLS/RTP/SAVPF", "UDP/TLS/RTP/SAVPF\u0001", AudioErrorCode.Unsupported,
        "not encrypted (UDP/TLS/RTP/SAVPF?)")] // found by WebRtcFuzz
    [InlineData("m=audio", "m=video", AudioErrorCode.Unsupported, "no audio")]
    [InlineData("a=mid:0", "a=mid:0 1", AudioErrorCode.InvalidArgument, "not one word")]
    public void What_cannot_be_accepted_is_refused_with_the_reason(string part, string instead, AudioErrorCode code, string reason)
    {
        var offer = Offers.ChromiumListens.ReplaceLineEndings("\n");
        Assert.Contains(part, offer, StringComparison.Ordinal);
        var error = Assert.Throws<AudioException>(
            () => PeerDescriptionReader.ParseOffer(offer.Replace(part, instead, StringComparison.Ordinal)));
        Assert.Equal(code, error.Code);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("offer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_offer_to_begin_the_handshake_is_accepted_as_is_one_that_says_nothing()
    {
        Assert.Equal(DtlsSetup.Active,
            PeerDescriptionReader.ParseOffer(
                Offers.ChromiumListens.Replace("setup:actpass", "setup:active", StringComparison.Ordinal)).Setup);
        Assert.Equal(DtlsSetup.Active,
            PeerDescriptionReader.ParseOffer(Offers.ChromiumListens.Replace("a=setup:actpass", "a=x", StringComparison.Ordinal)).Setup);
    }

    [Fact]
    public void A_bundled_medium_may_leave_the_transport_to_the_first_of_its_group_and_have_port_0()
    {
        var audio = Offers.ChromiumListens.ReplaceLineEndings("\n");
        string[] transport = ["a=ice-ufrag:EsAw\n", "a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\n", $"a=fingerprint:sha-256 {Offers.Fingerprint}\n",
            "a=setup:actpass\n"];
        foreach (var line in transport) audio = audio.Replace(line, "", StringComparison.Ordinal);
        audio = audio.Replace("a=group:BUNDLE 0", "a=group:BUNDLE v 0", StringComparison.Ordinal)
            .Replace("m=audio 9", "m=audio 0", StringComparison.Ordinal)
            .Replace("a=mid:0\n", "a=mid:0\na=bundle-only\n", StringComparison.Ordinal);
        var video = "m=video 9 UDP/TLS/RTP/SAVPF 96\na=mid:v\n" + string.Concat(transport);
        var offer = PeerDescriptionReader.ParseOffer(audio.Replace("m=audio", video + "m=audio", StringComparison.Ordinal));
        Assert.Equal(("EsAw", 1), (offer.Ice.Fragment, offer.AudioIndex));
    }

    [Fact]
    public void The_first_audio_that_can_be_used_is()
    {
        var other = "m=audio 9 UDP/TLS/RTP/SAVPF 0\na=rtcp-mux\na=mid:p\n";
        var offer = PeerDescriptionReader.ParseOffer(
            Offers.ChromiumListens.ReplaceLineEndings("\n").Replace("m=audio", other + "m=audio", StringComparison.Ordinal));
        Assert.Equal((1, "0"), (offer.AudioIndex, offer.Audio.MediaId));
    }

    [Fact]
    public void Numbers_above_14_are_used_only_where_both_forms_may_be_mixed()
    {
        var offer = Offers.ChromiumListens.Replace("extmap:9 ", "extmap:20 ", StringComparison.Ordinal);
        var ids = PeerDescriptionReader.ParseOffer(offer).Audio.Extensions;
        Assert.Equal((20, true), (ids.CaptureTime, ids.NeedTwoByteForm));
        var without = PeerDescriptionReader.ParseOffer(offer.Replace("a=extmap-allow-mixed", "a=x", StringComparison.Ordinal));
        Assert.Equal(0, without.Audio.Extensions.CaptureTime);
    }

    [Fact]
    public void Candidates_are_those_of_RTP_over_UDP_with_addresses_the_preferred_one_first()
    {
        var lines = """
            a=candidate:1 1 udp 100 10.0.0.1 1000 typ host
            a=candidate:2 1 udp 300 10.0.0.2 1000 typ host generation 0
            a=candidate:3 2 udp 400 10.0.0.3 1001 typ host
            a=candidate:4 1 tcp 500 10.0.0.4 9 typ host tcptype active
            a=candidate:5 1 UDP 200 2001:db8::1 1000 typ host
            a=candidate:6 1 udp 600 name.local 1000 typ host
            a=candidate:7 1 udp 700 10.0.0.7 0 typ host
            a=candidate:8 1 udp 800 10.0.0.8 70000 typ host
            a=candidate:9 1 udp 900 10.0.0.9
            a=candidate:10 1 udp 50 10.0.0.2 1000 typ host
            """.ReplaceLineEndings("\n");
        var offer = PeerDescriptionReader.ParseOffer(
            Offers.ChromiumListens.ReplaceLineEndings("\n").Replace("a=mid:0\n", "a=mid:0\n" + lines + "\n", StringComparison.Ordinal));
        Assert.Equal(["10.0.0.2:1000", "[2001:db8::1]:1000", "10.0.0.1:1000"], offer.Candidates.Select(c => c.EndPoint.ToString()));
    }

    [Theory]
    [InlineData("sha-256 " + Offers.Fingerprint, true)]
    [InlineData("SHA-256 ab:cd:ef:01:23:45:67:89:ab:cd:ef:01:23:45:67:89:ab:cd:ef:01:23:45:67:89:ab:cd:ef:01:23:45:67:89", true)]
    [InlineData("sha-256 AB-CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89", false)]
    [InlineData("sha-256 " + Offers.Fingerprint + ":00", false)]
    [InlineData("sha-256 " + Offers.Fingerprint + " 00", false)]
    [InlineData("sha-512 " + Offers.Fingerprint, false)]
    [InlineData("", false)]
    public void A_fingerprint_is_32_bytes_of_SHA_256(string value, bool accepted) =>
        Assert.Equal(accepted, DtlsFingerprint.Parse(value) is not null);

    [Fact]
    public void A_description_of_too_many_media_is_refused()
    {
        var offer = Offers.ChromiumListens
            + string.Concat(Enumerable.Repeat("m=video 9 UDP/TLS/RTP/SAVPF 96\n", PeerDescriptionReader.MaxMedia));
        Assert.Equal(AudioErrorCode.InvalidArgument, Assert.Throws<AudioException>(() => PeerDescriptionReader.ParseOffer(offer)).Code);
    }
}

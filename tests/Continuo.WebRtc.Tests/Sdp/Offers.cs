namespace Continuo.WebRtc.Tests.Sdp;

/// <summary>Offers as other implementations make them.</summary>
public static class Offers
{
    public const string Fingerprint = "AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89";

    /// <summary>
    /// Chromium 156, to receive: all in the media section, RED, mDNS candidates, extensions of which two are never answered.
    /// </summary>
    public const string ChromiumListens = $"""
        v=0
        o=- 4611731400430051336 2 IN IP4 127.0.0.1
        s=-
        t=0 0
        a=group:BUNDLE 0
        a=extmap-allow-mixed
        a=msid-semantic: WMS
        m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126
        c=IN IP4 0.0.0.0
        a=rtcp:9 IN IP4 0.0.0.0
        a=candidate:2131 1 udp 2113937151 5f1c8a8e-2c5c-4b7e-8f1e-9d6f7a6f2f43.local 51472 typ host generation 0 network-cost 999
        a=ice-ufrag:EsAw
        a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1
        a=ice-options:trickle
        a=fingerprint:sha-256 {Fingerprint}
        a=setup:actpass
        a=mid:0
        a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
        a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
        a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
        a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
        a=extmap:9 http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time
        a=recvonly
        a=rtcp-mux
        a=rtcp-rsize
        a=rtpmap:111 opus/48000/2
        a=rtcp-fb:111 transport-cc
        a=fmtp:111 minptime=10;useinbandfec=1;stereo=1
        a=rtpmap:63 red/48000/2
        a=fmtp:63 111/111
        a=rtpmap:9 G722/8000
        a=rtpmap:0 PCMU/8000
        a=rtpmap:8 PCMA/8000
        a=rtpmap:13 CN/8000
        a=rtpmap:110 telephone-event/48000
        a=rtpmap:126 telephone-event/8000

        """;

    /// <summary>Firefox ESR 153, to send: payload type 109, fingerprint at session level, no RED.</summary>
    public const string FirefoxTalks = $"""
        v=0
        o=mozilla...THIS_IS_SDPARTA-99.0 4242 0 IN IP4 0.0.0.0
        s=-
        t=0 0
        a=fingerprint:sha-256 {Fingerprint}
        a=group:BUNDLE 0
        a=ice-options:trickle
        a=msid-semantic:WMS *
        m=audio 9 UDP/TLS/RTP/SAVPF 109 9 0 8 101
        c=IN IP4 0.0.0.0
        a=sendonly
        a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
        a=extmap:2/recvonly urn:ietf:params:rtp-hdrext:csrc-audio-level
        a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:mid
        a=fmtp:109 maxplaybackrate=48000;stereo=1;useinbandfec=1
        a=fmtp:101 0-15
        a=ice-pwd:0123456789abcdef0123456789abcdef
        a=ice-ufrag:a1b2c3d4
        a=mid:0
        a=msid:{"{"}1{"}"} {"{"}2{"}"}
        a=rtcp-mux
        a=rtpmap:109 opus/48000/2
        a=rtpmap:9 G722/8000/1
        a=rtpmap:0 PCMU/8000
        a=rtpmap:8 PCMA/8000
        a=rtpmap:101 telephone-event/8000/1
        a=setup:actpass
        a=ssrc:1122334455 cname:x

        """;

    /// <summary>OBS 30 (libdatachannel): audio and video in a bundle, transport at session level.</summary>
    public const string Obs = $"""
        v=0
        o=rtc 3767197920 0 IN IP4 127.0.0.1
        s=-
        t=0 0
        a=group:BUNDLE 0 1
        a=group:LS 0 1
        a=msid-semantic:WMS *
        a=setup:actpass
        a=ice-ufrag:oBsU
        a=ice-pwd:x9cml9YzichV2+XlhiMu8g==
        a=ice-options:ice2,trickle
        a=fingerprint:sha-256 {Fingerprint}
        m=audio 56609 UDP/TLS/RTP/SAVPF 111
        c=IN IP4 192.168.1.34
        a=mid:0
        a=sendonly
        a=ssrc:2222 cname:continuo
        a=ssrc:2222 msid:stream audio
        a=rtcp-mux
        a=rtpmap:111 OPUS/48000/2
        a=fmtp:111 minptime=10;maxaveragebitrate=96000;stereo=1;sprop-stereo=1;useinbandfec=1
        a=candidate:1 1 UDP 2122317823 192.168.1.34 56609 typ host
        a=candidate:2 1 UDP 2122187007 2001:db8::5 56609 typ host
        a=candidate:3 1 UDP 1685921535 203.0.113.5 40000 typ srflx raddr 192.168.1.34 rport 56609
        a=end-of-candidates
        m=video 56609 UDP/TLS/RTP/SAVPF 96
        c=IN IP4 192.168.1.34
        a=mid:1
        a=sendonly
        a=ssrc:3333 cname:continuo
        a=rtcp-mux
        a=rtpmap:96 H264/90000
        a=rtcp-fb:96 nack
        a=fmtp:96 profile-level-id=42e01f;packetization-mode=1;level-asymmetry-allowed=1

        """;

    /// <summary>aiortc 1.4: payload type 96, the transport behind the candidates.</summary>
    public const string AioRtc = $"""
        v=0
        o=- 3909000000 3909000000 IN IP4 0.0.0.0
        s=-
        t=0 0
        a=group:BUNDLE 0
        a=msid-semantic:WMS *
        m=audio 40404 UDP/TLS/RTP/SAVPF 96 0 8
        c=IN IP4 172.17.0.2
        a=recvonly
        a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid
        a=extmap:2 urn:ietf:params:rtp-hdrext:ssrc-audio-level
        a=mid:0
        a=msid:- -
        a=rtcp:9 IN IP4 0.0.0.0
        a=rtcp-mux
        a=ssrc:4070000000 cname:f2
        a=rtpmap:96 opus/48000/2
        a=rtpmap:0 PCMU/8000
        a=rtpmap:8 PCMA/8000
        a=candidate:1234 1 udp 2130706431 172.17.0.2 40404 typ host
        a=end-of-candidates
        a=ice-ufrag:Zq1w
        a=ice-pwd:abcdefghijklmnopqrstuv
        a=fingerprint:sha-256 {Fingerprint}
        a=setup:actpass

        """;
}

using Continuo.Audio;

namespace Continuo.WebRtc.Sdp;

/// <summary>Our offer of one audio medium (RFC 8829, 5.2), as the client of WHEP or WHIP. Immutable.</summary>
internal sealed record SdpOffer
{
    // Those that browsers use: some servers have never seen others.
    private const int Opus = 111;
    private const int Red = 63;

    private static readonly HeaderExtensionIds Extensions = new(AudioLevel: 1, ContributorLevels: 2, CaptureTime: 3, MediaId: 4);

    private readonly OfferOptions _options;

    private SdpOffer(string text, OfferOptions options) => (Text, _options) = (text, options);

    /// <summary>The description.</summary>
    public string Text { get; }

    /// <summary>Creates an offer.</summary>
    public static SdpOffer Create(OfferOptions options)
    {
        var text = new SdpText();
        text.Line($"a=group:BUNDLE 0");
        text.Line($"a=extmap-allow-mixed");
        text.Line($"a=msid-semantic: WMS *");
        text.Line($"m=audio 9 UDP/TLS/RTP/SAVPF {Opus}{(options.OfferRed ? $" {Red}" : "")}");
        text.Line($"c=IN IP4 0.0.0.0");
        text.Line($"a=mid:0");
        text.Line($"a={(options.IsSending ? "sendonly" : "recvonly")}");
        text.Line($"a=rtcp-mux");
        text.Line($"a=rtcp-rsize");
        SdpAudioLines.WriteTransport(text, options.Ice, options.Fingerprint, "actpass");
        var audio = new AudioTerms { OpusPayloadType = Opus, RedPayloadType = options.OfferRed ? Red : null, Extensions = Extensions };
        SdpAudioLines.WriteFormats(text, audio, options.IsStereo, options.MaxAverageBitRate, options.IsSending);
        if (!options.IsSending && options.PacketMilliseconds is { } packet) text.Line($"a=ptime:{packet:0.###}");
        if (options.IsSending) SdpAudioLines.WriteSource(text, options.Ssrc, options.CanonicalName);
        if (options.Candidates.Count > 0) SdpAudioLines.WriteCandidates(text, options.Candidates);
        return new SdpOffer(text.ToString(), options);
    }

    /// <summary>Parses the server's answer, and checks that it answers this offer.</summary>
    /// <exception cref="AudioException">It is malformed, rejects the audio, or says what was not offered.</exception>
    public PeerDescription ParseAnswer(string sdp)
    {
        var answer = PeerDescriptionReader.ParseAnswer(sdp);
        if (answer.Audio.OpusPayloadType != Opus)
        {
            throw Wrong($"it gives Opus the payload type {answer.Audio.OpusPayloadType}, which was not offered");
        }

        if (_options.IsSending && !answer.Receives) throw Wrong("it does not want to receive audio");
        if (!_options.IsSending && !answer.Sends) throw Wrong("it does not want to send audio");
        var offered = Extensions;
        var said = answer.Audio.Extensions;
        return answer with
        {
            Audio = answer.Audio with
            {
                RedPayloadType = _options.OfferRed && answer.Audio.RedPayloadType == Red ? Red : null,
                Extensions = new HeaderExtensionIds(
                    Both(offered.AudioLevel, said.AudioLevel),
                    Both(offered.ContributorLevels, said.ContributorLevels),
                    Both(offered.CaptureTime, said.CaptureTime),
                    Both(offered.MediaId, said.MediaId)),
            },
        };
    }

    private static byte Both(byte offered, byte said) => offered == said ? said : (byte)0;

    private static AudioException Wrong(string happened) =>
        new(AudioErrorCode.Unsupported, "answer", happened, "The server does not follow RFC 8829; use another");
}

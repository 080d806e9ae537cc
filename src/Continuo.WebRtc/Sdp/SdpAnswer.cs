using Continuo.Audio;
using Continuo.Rtp.Sdp;

namespace Continuo.WebRtc.Sdp;

/// <summary>
/// Our answer to an offer (RFC 8829, 5.3) as an ICE-lite host and server of the handshake: one audio medium is accepted, all others are
/// rejected in their places. Immutable.
/// </summary>
internal sealed record SdpAnswer
{
    private SdpAnswer(string text, AudioTerms audio) => (Text, Audio) = (text, audio);

    /// <summary>The description.</summary>
    public string Text { get; }

    /// <summary>What both sides have agreed on.</summary>
    public AudioTerms Audio { get; }

    /// <summary>Creates the answer.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.Unsupported"/>: the offer's direction does not allow it.</exception>
    public static SdpAnswer Create(PeerDescription offer, AnswerOptions options)
    {
        if (options.IsSending && !offer.Receives)
        {
            throw new AudioException(AudioErrorCode.Unsupported, "offer", "it does not want to receive audio", "Offer a=recvonly");
        }

        if (!options.IsSending && !offer.Sends)
        {
            throw new AudioException(AudioErrorCode.Unsupported, "offer", "it does not want to send audio", "Offer a=sendonly");
        }

        ArgumentOutOfRangeException.ThrowIfZero(options.Candidates.Count);
        var audio = offer.Audio with
        {
            RedPayloadType = options.UseRed ? offer.Audio.RedPayloadType : null,
            // What we receive need not name its medium: there is one.
            Extensions = offer.Audio.Extensions with { MediaId = options.IsSending ? offer.Audio.Extensions.MediaId : (byte)0 },
        };
        var text = new SdpText();
        text.Line($"a=ice-lite");
        // The group of the answer holds what was accepted of the offered one (RFC 9143, 7.3).
        if (audio.MediaId.Length > 0 && offer.Bundle.Contains(audio.MediaId)) text.Line($"a=group:BUNDLE {audio.MediaId}");
        text.Line($"a=msid-semantic: WMS *");
        if (offer.AllowsMixedExtensions) text.Line($"a=extmap-allow-mixed");
        for (var i = 0; i < offer.Description.Media.Count; i++)
        {
            if (i == offer.AudioIndex) WriteAudio(text, offer, audio, options);
            else WriteRejected(text, offer.Description.Media[i]);
        }

        return new SdpAnswer(text.ToString(), audio);
    }

    private static void WriteAudio(SdpText text, PeerDescription offer, AudioTerms audio, AnswerOptions options)
    {
        var first = options.Candidates[0];
        var redundant = audio.RedPayloadType is { } red ? $"{red} " : "";
        text.Line($"m=audio {first.Port} {offer.Media.Protocol} {redundant}{audio.OpusPayloadType}");
        text.Line($"c={SdpText.Connection(first.Address)}");
        if (audio.MediaId.Length > 0) text.Line($"a=mid:{audio.MediaId}");
        text.Line($"a={(options.IsSending ? "sendonly" : "recvonly")}");
        text.Line($"a=rtcp-mux");
        if (offer.Media.Attributes.Any(a => a.Name == "rtcp-rsize")) text.Line($"a=rtcp-rsize");
        SdpAudioLines.WriteTransport(text, options.Ice, options.Fingerprint, "passive");
        SdpAudioLines.WriteFormats(text, audio, options.IsStereo, options.MaxAverageBitRate, isSending: options.IsSending);
        if (!options.IsSending && options.PacketMilliseconds is { } packet) text.Line($"a=ptime:{packet:0.###}");
        if (options.IsSending) SdpAudioLines.WriteSource(text, options.Ssrc, options.CanonicalName);
        SdpAudioLines.WriteCandidates(text, options.Candidates);
    }

    // Port 0, the rest as offered (RFC 3264, 6).
    private static void WriteRejected(SdpText text, SdpMedia media)
    {
        var words = media.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(SdpText.IsToken).ToArray();
        var kind = words.Length > 0 ? words[0] : "application";
        var protocol = words.Length > 2 ? words[2] : "UDP/TLS/RTP/SAVPF";
        text.Line($"m={kind} 0 {protocol} {(words.Length > 3 ? string.Join(' ', words[3..]) : "0")}");
        text.Line($"c=IN IP4 0.0.0.0");
        var id = media.Attributes.FirstOrDefault(a => a.Name == "mid").Value;
        if (!string.IsNullOrEmpty(id) && SdpText.IsToken(id)) text.Line($"a=mid:{id}");
        text.Line($"a=inactive");
    }
}

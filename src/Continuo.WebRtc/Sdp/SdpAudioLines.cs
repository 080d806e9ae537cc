using System.Net;

namespace Continuo.WebRtc.Sdp;

/// <summary>The lines of the audio medium that our offers and answers have in common.</summary>
internal static class SdpAudioLines
{
    /// <summary>Credentials, fingerprint and role in the handshake.</summary>
    public static void WriteTransport(SdpText text, IceCredentials ice, DtlsFingerprint fingerprint, string setup)
    {
        text.Line($"a=ice-ufrag:{ice.Fragment}");
        text.Line($"a=ice-pwd:{ice.Password}");
        text.Line($"a=fingerprint:{fingerprint}");
        text.Line($"a=setup:{setup}");
    }

    /// <summary>Formats with their parameters (RFC 7587, 7), and header extensions.</summary>
    public static void WriteFormats(SdpText text, AudioTerms audio, bool isStereo, int? maxAverageBitRate, bool isSending)
    {
        // stereo is what is to be received; without it Chromium sends mono. sprop-stereo is what is sent.
        var stereo = isStereo ? isSending ? ";stereo=1;sprop-stereo=1" : ";stereo=1" : "";
        var rate = maxAverageBitRate is { } bits && !isSending ? FormattableString.Invariant($";maxaveragebitrate={bits}") : "";
        text.Line($"a=rtpmap:{audio.OpusPayloadType} opus/48000/2");
        text.Line($"a=fmtp:{audio.OpusPayloadType} minptime=10;useinbandfec=1{stereo}{rate}");
        if (audio.RedPayloadType is { } red)
        {
            text.Line($"a=rtpmap:{red} red/48000/2");
            text.Line($"a=fmtp:{red} {audio.OpusPayloadType}/{audio.OpusPayloadType}");
        }

        foreach (var (id, uri) in audio.Extensions.Used()) text.Line($"a=extmap:{id} {uri}");
    }

    /// <summary>The source of what we send.</summary>
    public static void WriteSource(SdpText text, uint ssrc, string canonicalName)
    {
        text.Line($"a=msid:{canonicalName} audio0");
        text.Line($"a=ssrc:{ssrc} cname:{canonicalName}");
    }

    /// <summary>All addresses, and that there are no others.</summary>
    public static void WriteCandidates(SdpText text, IReadOnlyList<IPEndPoint> endPoints)
    {
        for (var i = 0; i < endPoints.Count; i++)
        {
            text.Line($"a=candidate:{new IceCandidate(endPoints[i], IceCandidate.HostPriority(i)).ToHostValue(i)}");
        }

        text.Line($"a=end-of-candidates");
    }
}

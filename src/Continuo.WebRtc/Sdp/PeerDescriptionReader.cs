using System.Globalization;
using Continuo.Audio;
using Continuo.Rtp.Sdp;

namespace Continuo.WebRtc.Sdp;

/// <summary>
/// Parses offers and answers of WebRTC (RFC 8829, 5.8) tolerantly: credentials, fingerprint and role at either level, any payload types and
/// extension numbers, other media beside the audio. Thread-safe.
/// </summary>
internal static class PeerDescriptionReader
{
    /// <summary>Maximum number of media in a description.</summary>
    public const int MaxMedia = 32;

    /// <summary>Parses an offer to us.</summary>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorCode.InvalidArgument"/>: it is malformed.
    /// <see cref="AudioErrorCode.Unsupported"/>: it is valid, but nothing in it can be accepted.
    /// </exception>
    public static PeerDescription ParseOffer(string sdp)
    {
        var peer = Parse(sdp, "offer", DtlsSetup.Active);
        if (peer.Setup == DtlsSetup.Passive)
        {
            throw new AudioException(AudioErrorCode.Unsupported, "offer",
                "it wants to be the server of the DTLS handshake (a=setup:passive), and so do we", "Offer a=setup:actpass");
        }

        return peer;
    }

    /// <summary>Parses the answer to an offer of ours.</summary>
    /// <exception cref="AudioException">As <see cref="ParseOffer"/>.</exception>
    public static PeerDescription ParseAnswer(string sdp)
    {
        var peer = Parse(sdp, "answer", DtlsSetup.Passive);
        if (peer.Setup == DtlsSetup.ActPass)
        {
            throw Invalid("answer", "it does not decide who begins the handshake (a=setup:actpass)", "An answer says active or passive");
        }

        return peer;
    }

    private static PeerDescription Parse(string sdp, string name, DtlsSetup defaultSetup)
    {
        var description = SdpReader.Parse(sdp, name);
        if (description.Media.Count > MaxMedia)
        {
            throw Invalid(name, $"it has {description.Media.Count} media", $"At most {MaxMedia} are possible");
        }

        var index = AudioSection.Choose(description, name);
        var section = new AudioSection(description, index);
        var mixed = section.Find("extmap-allow-mixed") is not null;
        return new PeerDescription
        {
            Description = description,
            AudioIndex = index,
            Audio = section.ReadTerms(name, mixed),
            Ice = ReadIce(section, name),
            Fingerprint = ReadFingerprint(section, name),
            Setup = ReadSetup(section, name, defaultSetup),
            Candidates = ReadCandidates(section),
            IsLite = section.Find("ice-lite") is not null,
            Bundle = section.Bundle,
            AllowsMixedExtensions = mixed,
            Ssrc = ReadSsrc(section),
        };
    }

    private static IceCredentials ReadIce(AudioSection section, string name)
    {
        var (fragment, password) = (section.FindTransport("ice-ufrag"), section.FindTransport("ice-pwd"));
        if (fragment is null || password is null)
        {
            throw Invalid(name, "it has no ICE credentials (a=ice-ufrag, a=ice-pwd)", "Send the description that the WebRTC stack made");
        }

        return IceCredentials.AreValid(fragment, password)
            ? new IceCredentials(fragment, password)
            : throw Invalid(name, "its ICE credentials are too short, too long, or hold other characters than letters, digits, + and /",
                "Send the description that the WebRTC stack made");
    }

    private static DtlsFingerprint ReadFingerprint(AudioSection section, string name)
    {
        var values = section.FindTransports("fingerprint").ToArray();
        if (values.Length == 0)
        {
            throw new AudioException(AudioErrorCode.Unsupported, name, "it has no a=fingerprint, so that the media could not be encrypted",
                "Use DTLS-SRTP");
        }

        if (values.Select(DtlsFingerprint.Parse).FirstOrDefault(f => f is not null) is { } fingerprint) return fingerprint;
        var algorithm = SdpText.Shown(values[0].Split(' ')[0]);
        throw algorithm.Equals("sha-256", StringComparison.OrdinalIgnoreCase)
            ? Invalid(name, "its fingerprint is not 32 bytes in hexadecimal", "Send the description that the WebRTC stack made")
            : new AudioException(AudioErrorCode.Unsupported, name, $"its certificate has a fingerprint of {algorithm} only", "Use sha-256");
    }

    // RFC 4145, 4.1 has the default.
    private static DtlsSetup ReadSetup(AudioSection section, string name, DtlsSetup defaultSetup) =>
        section.FindTransport("setup")?.ToLowerInvariant() switch
        {
            null => defaultSetup,
            "actpass" => DtlsSetup.ActPass,
            "active" => DtlsSetup.Active,
            "passive" => DtlsSetup.Passive,
            var other => throw Invalid(name, $"a=setup:{SdpText.Shown(other)} is not possible", "Use actpass, active or passive"),
        };

    // With a bundle, one transport carries all media, whichever of them names its addresses.
    private static IceCandidate[] ReadCandidates(AudioSection section) =>
        [.. section.FindTransports("candidate").Concat(
            section.FindElsewhere("candidate")).Select(IceCandidate.Parse).OfType<IceCandidate>().OrderByDescending(c =>
                c.Priority).DistinctBy(c => c.EndPoint)];

    private static uint? ReadSsrc(AudioSection section)
    {
        var words = section.Find("ssrc")?.Split(' ', 2);
        return words is not null && uint.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ssrc) ? ssrc : null;
    }

    private static AudioException Invalid(string name, string happened, string remedy) =>
        new(AudioErrorCode.InvalidArgument, name, happened, remedy);
}

using System.Globalization;
using Continuo.Audio;
using Continuo.Rtp.Sdp;

namespace Continuo.WebRtc.Sdp;

/// <summary>The audio medium of a description, with the attributes that hold for it wherever they stand.</summary>
internal sealed class AudioSection
{
    private readonly SdpDescription _description;
    private readonly SdpMedia _media;

    /// <summary>Looks at a medium of a description.</summary>
    public AudioSection(SdpDescription description, int index)
    {
        _description = description;
        _media = description.Media[index];
        var groups = description.Attributes
            .Where(a => a.Name == "group")
            .Select(a => a.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Bundle = groups.FirstOrDefault(g => g.Length > 1 && g[0] == "BUNDLE")?[1..] ?? [];
    }

    /// <summary>Identifications in the bundle group; empty without one.</summary>
    public IReadOnlyList<string> Bundle { get; }

    /// <summary>Chooses the first audio medium that can be used.</summary>
    /// <exception cref="AudioException">There is none; the error says why not.</exception>
    public static int Choose(SdpDescription description, string name)
    {
        AudioException? why = null;
        for (var i = 0; i < description.Media.Count; i++)
        {
            var media = description.Media[i];
            if (media.Kind != "audio") continue;
            if (Refuse(media, name) is not { } refusal) return i;
            why ??= refusal;
        }

        throw why ?? Unsupported(name, "it has no audio", "Add an audio track or an audio transceiver");
    }

    /// <summary>Value of an attribute of the medium or else of the session; <see langword="null"/> if it is absent.</summary>
    public string? Find(string attribute) =>
        Values(_media.Attributes, attribute).Concat(Values(_description.Attributes, attribute)).FirstOrDefault();

    /// <summary>Values of an attribute of the transport.</summary>
    public IEnumerable<string> FindTransports(string attribute)
    {
        var own = Values(_media.Attributes, attribute).Concat(Values(_description.Attributes, attribute)).ToArray();
        // A bundled medium may leave the transport to the first of its group (RFC 9143, 7.1.3).
        return own.Length > 0 || Bundled().FirstOrDefault() is not { } tagged ? own : Values(tagged.Attributes, attribute);
    }

    /// <summary>Value of an attribute of the transport; <see langword="null"/> if it is absent.</summary>
    public string? FindTransport(string attribute) => FindTransports(attribute).FirstOrDefault();

    /// <summary>Values of an attribute in the other media of the group.</summary>
    public IEnumerable<string> FindElsewhere(string attribute) =>
        Bundled().Where(m => m != _media).SelectMany(m => Values(m.Attributes, attribute));

    /// <summary>Reads formats, parameters and header extensions.</summary>
    public AudioTerms ReadTerms(string name, bool allowTwoByteForm)
    {
        var opus = Opus(_media)!;
        var id = Find("mid") ?? "";
        if (!SdpText.IsToken(id))
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, name, $"a=mid:{SdpText.Shown(id)} is not one word",
                "Use letters and digits");
        }

        var extensions = Values(_description.Attributes, "extmap")
            .Concat(Values(_media.Attributes, "extmap"))
            .Aggregate(default(HeaderExtensionIds), (ids, value) => ids.With(value, allowTwoByteForm));
        return new AudioTerms
        {
            OpusPayloadType = opus.PayloadType,
            RedPayloadType = _media.Formats.FirstOrDefault(f => IsRedundant(f, opus))?.PayloadType,
            IsStereo = opus.Parameter("stereo") == "1",
            MaxAverageBitRate = int.TryParse(opus.Parameter("maxaveragebitrate"), NumberStyles.None, CultureInfo.InvariantCulture,
                out var rate)
                ? Math.Clamp(rate, 6000, 510_000)
                : null,
            PacketMilliseconds = _media.PacketMilliseconds,
            MaxPacketMilliseconds = _media.MaxPacketMilliseconds,
            Extensions = extensions,
            MediaId = id,
        };
    }

    private static AudioException? Refuse(SdpMedia media, string name)
    {
        if (media.Fault is { } fault) return fault;
        // Port 0 with bundle-only is no rejection (RFC 9143, 6).
        if (media.Port == 0 && !Values(media.Attributes, "bundle-only").Any())
        {
            return Unsupported(name, "its audio is rejected (port 0)", "Ask for audio");
        }

        if (!IsEncrypted(media.Protocol))
        {
            return Unsupported(name, $"its audio is not encrypted ({SdpText.Shown(media.Protocol)})", "Use UDP/TLS/RTP/SAVPF");
        }

        if (!media.IsRtcpShared) return Unsupported(name, "it wants a port for RTCP (no a=rtcp-mux)", "Let RTCP share the port of RTP");
        if (Opus(media) is not null) return null;
        var formats = string.Join(", ", media.Formats.Select(f => SdpText.Shown(f.Encoding)).Distinct().Take(10));
        return Unsupported(
            name,
            $"its audio is not Opus but {(formats.Length == 0 ? "nothing that is described" : formats)}",
            "Allow Opus (opus/48000/2)");
    }

    // What WebRTC writes, and the older names that mean the same (RFC 8829, 5.1.2).
    private static bool IsEncrypted(string protocol) =>
        protocol.ToUpperInvariant() is "UDP/TLS/RTP/SAVPF" or "UDP/TLS/RTP/SAVP" or "RTP/SAVPF" or "RTP/SAVP";

    private static SdpFormat? Opus(SdpMedia media) =>
        media.Formats.FirstOrDefault(f => f.Is("opus") && f is { ClockRate: 48_000, Channels: 2 });

    // RFC 2198, 5: the parameters list the payload types of the blocks, here all Opus.
    private static bool IsRedundant(SdpFormat format, SdpFormat opus) =>
        format.Is("red") && format.ClockRate == opus.ClockRate
            && format.Parameters.Split('/').All(p => p.Trim() == opus.PayloadType.ToString(CultureInfo.InvariantCulture));

    private IEnumerable<SdpMedia> Bundled() =>
        Bundle.Select(id => _description.Media.FirstOrDefault(m => Values(m.Attributes, "mid").FirstOrDefault() == id)).OfType<SdpMedia>();

    private static IEnumerable<string> Values(IReadOnlyList<SdpAttribute> attributes, string name) =>
        attributes.Where(a => a.Name == name).Select(a => a.Value);

    private static AudioException Unsupported(string name, string happened, string remedy) =>
        new(AudioErrorCode.Unsupported, name, happened, remedy);
}

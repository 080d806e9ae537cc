using Continuo.Rtp.Wire;

namespace Continuo.Rtp.Sdp;

/// <summary>A format of a medium: a payload type and its encoding. Immutable.</summary>
/// <param name="PayloadType">The number in the RTP header, 0…127.</param>
/// <param name="Encoding">Registered name of the encoding: <c>opus</c>, <c>L16</c>, <c>L24</c>, <c>red</c>. Case does not matter.</param>
/// <param name="ClockRate">Units of the RTP timestamp per second.</param>
/// <param name="Channels">Samples per frame.</param>
/// <param name="Parameters">Format parameters (<c>a=fmtp</c>); empty if there are none.</param>
internal sealed record SdpFormat(int PayloadType, string Encoding, int ClockRate, int Channels, string Parameters = "")
{
    /// <summary>Returns the audio format statically assigned to a payload type (RFC 3551, section 6).</summary>
    /// <returns><see langword="null"/> if the payload type has no static audio format.</returns>
    public static SdpFormat? Static(int payloadType) => payloadType switch
    {
        0 => new(0, "PCMU", 8000, 1),
        3 => new(3, "GSM", 8000, 1),
        4 => new(4, "G723", 8000, 1),
        5 => new(5, "DVI4", 8000, 1),
        6 => new(6, "DVI4", 16_000, 1),
        7 => new(7, "LPC", 8000, 1),
        8 => new(8, "PCMA", 8000, 1),
        9 => new(9, "G722", 8000, 1),
        10 => new(10, "L16", 44_100, 2),
        11 => new(11, "L16", 44_100, 1),
        12 => new(12, "QCELP", 8000, 1),
        13 => new(13, "CN", 8000, 1),
        14 => new(14, "MPA", 90_000, 1),
        15 => new(15, "G728", 8000, 1),
        16 => new(16, "DVI4", 11_025, 1),
        17 => new(17, "DVI4", 22_050, 1),
        18 => new(18, "G729", 8000, 1),
        _ => null,
    };

    /// <summary>Whether the encoding has this name, ignoring case.</summary>
    public bool Is(string encoding) => Encoding.Equals(encoding, StringComparison.OrdinalIgnoreCase);

    /// <summary>Value of a format parameter; empty if it has no value, <see langword="null"/> if absent.</summary>
    public string? Parameter(string name) => FormatParameters.Find(Parameters, name);
}

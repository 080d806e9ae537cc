namespace Continuo.Rtp.Sdp;

/// <summary>One way of encoding that a medium may use: a payload type and what it stands for. Immutable.</summary>
/// <param name="PayloadType">The number in the RTP header, 0…127.</param>
/// <param name="Encoding">The encoding's name as it is registered: <c>opus</c>, <c>L16</c>, <c>L24</c>, <c>red</c>. Case does not matter.</param>
/// <param name="ClockRate">Units of the RTP timestamp per second.</param>
/// <param name="Channels">Samples per frame.</param>
/// <param name="Parameters">What <c>a=fmtp</c> says; empty if there is none.</param>
public sealed record SdpFormat(int PayloadType, string Encoding, int ClockRate, int Channels, string Parameters = "")
{
    /// <summary>What a payload type below 96 stands for without being told (RFC 3551, 6), of those that carry audio.</summary>
    /// <returns><see langword="null"/> for the others.</returns>
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

    /// <summary>Whether the encoding has a name.</summary>
    public bool Is(string encoding) => Encoding.Equals(encoding, StringComparison.OrdinalIgnoreCase);

    /// <summary>A parameter's value: empty if it was given without one, <see langword="null"/> if it was not given.</summary>
    public string? Parameter(string name)
    {
        foreach (var part in Parameters.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (name.Equals((equals < 0 ? part : part[..equals]).TrimEnd(), StringComparison.OrdinalIgnoreCase)) return equals < 0 ? "" : part[(equals + 1)..].TrimStart();
        }

        return null;
    }
}

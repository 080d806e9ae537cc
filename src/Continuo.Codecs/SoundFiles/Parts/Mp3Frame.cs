namespace Continuo.Codecs.SoundFiles.Parts;

/// <summary>The header of an MPEG audio layer III frame (ISO 11172-3 2.4.1.3, ISO 13818-3).</summary>
/// <param name="Header">Its four bytes.</param>
/// <param name="Length">Length of the frame in bytes, including the header.</param>
internal readonly record struct Mp3Frame(uint Header, int Length)
{
    private const uint SameStream = 0xFFFE_0C00; // sync, version, layer, rate

    private static ReadOnlySpan<int> Rates => [44_100, 48_000, 32_000];

    private static ReadOnlySpan<int> Kilobits1 => [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];

    private static ReadOnlySpan<int> Kilobits2 => [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

    private bool IsVersion1 => (Header >> 19 & 3) == 3;

    private bool IsMono => (Header >> 6 & 3) == 3;

    /// <summary>Offset of a Xing or Info tag within the frame.</summary>
    public int TagOffset => 4 + (IsVersion1 ? IsMono ? 17 : 32 : IsMono ? 9 : 17);

    /// <summary>Whether a decoder can continue with this frame after the other.</summary>
    public bool Continues(in Mp3Frame other) => (Header & SameStream) == (other.Header & SameStream) && IsMono == other.IsMono;

    /// <summary>The frame at a position that is followed by another frame or the end; <see langword="null"/> if there is none.</summary>
    public static Mp3Frame? At(ByteWindow bytes, long at)
    {
        if (Of(bytes.U32Big(at)) is not { } frame || at + 4 > bytes.Length) return null;
        var next = at + frame.Length;
        if (next + 4 > bytes.Length) return frame;
        return Of(bytes.U32Big(next)) is not null || bytes.Has(next, "TAG"u8) || bytes.Has(next, "APETAGEX"u8) || bytes.Id3Length(next) > 0
            ? frame
            : null;
    }

    /// <summary>This frame at the lowest bit rate that gives the length, without a checksum.</summary>
    public Mp3Frame AtLeast(int length)
    {
        for (var index = 1u; index < 15; index++)
        {
            if (Of((Header & 0xFFFF_0DFF) | index << 12 | 1 << 16) is { } frame && frame.Length >= length) return frame;
        }

        return this;
    }

    private static Mp3Frame? Of(uint header)
    {
        var (version, layer, bits, rate) = (header >> 19 & 3, header >> 17 & 3, (int)(header >> 12 & 15), (int)(header >> 10 & 3));
        if (header >> 21 != 0x7FF || version == 1 || layer != 1 || bits is 0 or 15 || rate == 3) return null;
        var hertz = Rates[rate] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
        var kilobits = version == 3 ? Kilobits1[bits] : Kilobits2[bits];
        return new Mp3Frame(header, (version == 3 ? 144 : 72) * 1000 * kilobits / hertz + (int)(header >> 9 & 1));
    }
}

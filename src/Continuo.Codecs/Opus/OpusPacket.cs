using Continuo.Diagnostics;

namespace Continuo.Codecs.Opus;

/// <summary>
/// Properties of a packet, without decoding it (RFC 6716, section 3). Packets come from outside: nothing throws, whatever they contain, and
/// nothing is read beyond the span. Thread-safe; real-time-safe.
/// </summary>
[RealTime]
internal static class OpusPacket
{
    private const int MaxPacketTenthsMs = 1200;

    /// <summary>Number of frames of audio in a packet at a sample rate; −1 if it is malformed.</summary>
    public static int FramesOf(ReadOnlySpan<byte> packet, int sampleRate) =>
        TryParse(packet, out var count, out _) ? count * FrameLengthOf(packet, sampleRate) : -1;

    /// <summary>Number of channels with which a packet was coded, 1 or 2, independent of the decoder; −1 if it is malformed.</summary>
    public static int ChannelsOf(ReadOnlySpan<byte> packet) => !TryParse(packet, out _, out _) ? -1 : (packet[0] & 0x04) != 0 ? 2 : 1;

    /// <summary>Audio bandwidth of a packet in hertz: 4, 6, 8, 12 or 20 kHz; −1 if it is malformed.</summary>
    public static int BandwidthOf(ReadOnlySpan<byte> packet)
    {
        if (!TryParse(packet, out _, out _)) return -1;
        return (packet[0] >> 3) switch
        {
            < 4 or (>= 16 and < 20) => 4_000,
            < 8 => 6_000,
            < 12 or (>= 20 and < 24) => 8_000,
            < 14 or (>= 24 and < 28) => 12_000,
            _ => 20_000,
        };
    }

    /// <summary>
    /// Whether a packet also carries a coarse copy of the audio directly before it (in-band forward error correction); false if it is
    /// malformed.
    /// </summary>
    public static bool HasPrevious(ReadOnlySpan<byte> packet)
    {
        if (!TryParse(packet, out _, out var first) || first.IsEmpty || (packet[0] & 0x80) != 0) return false;

        // The speech layer begins with one voice bit per 20 ms, then one bit that states whether there is a copy; the side channel follows
        // with the same.
        var parts = Math.Max(1, FrameTenthsMs(packet[0]) / 200);
        var mid = (first[0] >> (7 - parts)) & 1;
        var side = (packet[0] & 0x04) != 0 ? (first[0] >> (6 - (2 * parts))) & 1 : 0;
        return (mid | side) != 0;
    }

    /// <summary>Length of each coded frame, in frames of audio. The packet must not be empty.</summary>
    internal static int FrameLengthOf(ReadOnlySpan<byte> packet, int sampleRate) =>
        (int)((long)FrameTenthsMs(packet[0]) * sampleRate / 10_000);

    private static int FrameTenthsMs(byte head)
    {
        var size = (head >> 3) & 3;
        if ((head & 0x80) != 0) return 25 << size;
        if ((head & 0x60) == 0x60) return (size & 1) == 0 ? 100 : 200;
        return size == 3 ? 600 : 100 << size;
    }

    /// <summary>
    /// Finds the number of coded frames and the first of them; false if the packet violates one of the rules R1…R7 of section 3.4.
    /// </summary>
    private static bool TryParse(ReadOnlySpan<byte> packet, out int count, out ReadOnlySpan<byte> first)
    {
        count = 0;
        first = default;
        if (packet.IsEmpty) return false;
        var head = packet[0];
        var rest = packet[1..];
        switch (head & 3)
        {
            case 0:
                count = 1;
                first = rest;
                return rest.Length <= OpusFormat.MaxFrameBytes;
            case 1:
                count = 2;
                first = rest[..(rest.Length / 2)];
                return rest.Length % 2 == 0 && first.Length <= OpusFormat.MaxFrameBytes;
            case 2:
                count = 2;
                return TryTakeLength(ref rest, out var length) && TryTake(ref rest, length, out first)
                    && rest.Length <= OpusFormat.MaxFrameBytes;
            default:
                if (rest.IsEmpty) return false;
                count = rest[0] & 0x3F;
                return count > 0 && count * FrameTenthsMs(head) <= MaxPacketTenthsMs && TryParseMany(rest[0], count, rest[1..], out first);
        }
    }

    private static bool TryParseMany(byte shape, int count, ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> first)
    {
        first = default;
        if ((shape & 0x40) != 0 && !TryCutPadding(ref rest)) return false;
        if ((shape & 0x80) == 0)
        {
            first = rest[..(rest.Length / count)];
            return rest.Length % count == 0 && first.Length <= OpusFormat.MaxFrameBytes;
        }

        var (sum, firstLength) = (0, -1);
        for (var i = 0; i < count - 1; i++)
        {
            if (!TryTakeLength(ref rest, out var length)) return false;
            sum += length;
            if (i == 0) firstLength = length;
        }

        if (sum > rest.Length || rest.Length - sum > OpusFormat.MaxFrameBytes) return false;
        first = rest[..(firstLength < 0 ? rest.Length : firstLength)];
        return true;
    }

    private static bool TryCutPadding(scoped ref ReadOnlySpan<byte> rest)
    {
        var padding = 0;
        byte part;
        do
        {
            if (rest.IsEmpty) return false;
            part = rest[0];
            rest = rest[1..];
            padding += part == 255 ? 254 : part;
        }
        while (part == 255);
        if (padding > rest.Length) return false;
        rest = rest[..^padding];
        return true;
    }

    private static bool TryTakeLength(scoped ref ReadOnlySpan<byte> rest, out int length)
    {
        length = 0;
        if (rest.IsEmpty) return false;
        length = rest[0];
        rest = rest[1..];
        if (length < 252) return true;
        if (rest.IsEmpty) return false;
        length += 4 * rest[0];
        rest = rest[1..];
        return true;
    }

    private static bool TryTake(scoped ref ReadOnlySpan<byte> rest, int length, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (length > rest.Length) return false;
        taken = rest[..length];
        rest = rest[length..];
        return true;
    }
}

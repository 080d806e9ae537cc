using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Continuo.Audio;
using Microsoft.Win32.SafeHandles;

namespace Continuo.Codecs.SoundFiles.Parts;

/// <summary>
/// FLAC files and their speakers: those of the comment WAVEFORMATEXTENSIBLE_CHANNEL_MASK, otherwise the default layout of the channel
/// count.
/// </summary>
internal static partial class FlacPart
{
    private const int VorbisComment = 4;
    private const long MaxSearched = 64L << 20;
    private const int MaxBlocks = 128;
    private const int MaxCommentBytes = 80_000;

    /// <summary>The FLAC streams of a file: several if files were concatenated. A long file is not searched for them.</summary>
    public static IReadOnlyList<FilePart> Of(ByteWindow bytes, SafeFileHandle descriptor, long begin)
    {
        var places = new List<long> { begin };
        for (var at = begin + 42; bytes.Length <= MaxSearched && (at = NextStream(bytes, at)) >= 0; at += 42) places.Add(at);
        if (places.Count == 1) return [One(bytes, begin)];
        places.Add(bytes.Length);
        return [.. places.Zip(places.Skip(1), (from, to) =>
        {
            var view = new FileView(descriptor);
            view.Add(from, to - from);
            return One(bytes, from) with { View = view };
        })];
    }

    private static long NextStream(ByteWindow bytes, long from)
    {
        while ((from = bytes.Find("fLaC"u8, from)) >= 0)
        {
            if ((bytes.U32Big(from + 4) & 0x7FFF_FFFF) == 34) return from; // STREAMINFO
            from++;
        }

        return -1;
    }

    private static FilePart One(ByteWindow bytes, long begin)
    {
        var channels = 0;
        var at = begin + 4;
        for (var block = 0; block < MaxBlocks; block++)
        {
            var head = bytes.U32Big(at);
            var (isLast, type, length) = (head >> 31 != 0, head >> 24 & 0x7F, (int)(head & 0xFFFFFF));
            if (type == 0 && bytes.Peek(at + 4, 13) is { Length: 13 } info) channels = ((info[12] >> 1) & 7) + 1;
            if (type == VorbisComment && channels > 0)
            {
                var match = Mask().Match(Encoding.UTF8.GetString(bytes.Peek(at + 4, Math.Min(length, MaxCommentBytes))));
                if (match.Success
                    && uint.TryParse(match.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var mask))
                {
                    return new FilePart { Order = ChannelOrder.Of(ChannelLayout.FromMask(mask, channels)) };
                }
            }

            if (isLast) break;
            at += 4 + length;
        }

        return new FilePart();
    }

    [GeneratedRegex("WAVEFORMATEXTENSIBLE_CHANNEL_MASK=0x([0-9a-f]{1,8})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Mask();
}

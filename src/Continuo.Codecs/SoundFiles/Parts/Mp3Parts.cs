using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Continuo.Codecs.SoundFiles.Parts;

/// <summary>
/// The frames of an MP3 file without the data between them (tags, junk), one part per contained file: another index (Xing, Info) or another
/// rate begins a new part. A part without an index gets one; otherwise libsndfile would estimate the length from the first frame and stop
/// there.
/// </summary>
internal static class Mp3Parts
{
    private const int IndexBytes = 160;
    private const int IsCounted = 1;

    /// <summary>The parts; empty if there is no frame.</summary>
    public static IReadOnlyList<FilePart> Of(ByteWindow bytes, SafeFileHandle descriptor)
    {
        var parts = new List<FilePart>();
        var runs = new List<(long At, long Length)>();
        var (first, frames, counted, junk) = ((Mp3Frame?)null, 0u, -1L, 0L);
        for (long at = 0; at < bytes.Length;)
        {
            if (TagLength(bytes, at) is > 0 and var tag)
            {
                at += tag;
                continue;
            }

            if (Mp3Frame.At(bytes, at) is not { } frame)
            {
                junk++;
                at++;
                continue;
            }

            var count = IndexedFrames(bytes, at, frame);
            if (first is { } before && (count >= 0 || !frame.Continues(before) || (counted > 0 && frames > counted))) End();
            if (first is null) (first, counted) = (frame, count);
            runs.Add((at, Math.Min(frame.Length, bytes.Length - at)));
            frames++;
            at += frame.Length;
        }

        if (first is not null) End();
        if (parts.Count > 0 && junk > 64 * 1024)
        {
            parts[^1] = parts[^1] with { Left = string.Create(CultureInfo.InvariantCulture, $"{junk} bytes of it are not MP3 frames") };
        }

        return parts;

        void End()
        {
            var view = new FileView(descriptor);
            if (counted < 0) view.Add(Index(first!.Value, frames));
            foreach (var (at, length) in runs) view.Add(at, length);
            parts.Add(new FilePart { View = view });
            runs.Clear();
            (first, frames, counted) = (null, 0, -1);
        }
    }

    private static long TagLength(ByteWindow bytes, long at)
    {
        if (bytes.Id3Length(at) is > 0 and var length) return length;
        if (bytes.Has(at, "TAG"u8)) return 128;
        return bytes.Has(at, "APETAGEX"u8) ? 32 + bytes.U32(at + 12) : 0;
    }

    /// <summary>The number of frames stated by an index, 0 if it does not state it; −1 if the frame is not an index.</summary>
    private static long IndexedFrames(ByteWindow bytes, long at, in Mp3Frame frame)
    {
        var tag = at + frame.TagOffset;
        if (!bytes.Has(tag, "Xing"u8) && !bytes.Has(tag, "Info"u8)) return -1;
        return (bytes.U32Big(tag + 4) & IsCounted) != 0 ? bytes.U32Big(tag + 8) : 0;
    }

    private static byte[] Index(in Mp3Frame first, uint frames)
    {
        var frame = first.AtLeast(IndexBytes);
        var bytes = new byte[frame.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, frame.Header);
        "Xing"u8.CopyTo(bytes.AsSpan(frame.TagOffset));
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(frame.TagOffset + 4), IsCounted);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(frame.TagOffset + 8), frames);
        return bytes;
    }
}

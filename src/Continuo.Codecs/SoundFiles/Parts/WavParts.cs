using System.Buffers.Binary;
using Continuo.Audio;
using Microsoft.Win32.SafeHandles;

namespace Continuo.Codecs.SoundFiles.Parts;

/// <summary>
/// The audio of RIFF, RF64 and BW64 files, with corrected sizes (EBU Tech 3306 for ds64). Samples extend to the end of the file if the size
/// is 0, the maximum or beyond the end, or if neither a chunk nor a tag follows them. Several data chunks form one sound; another RIFF file
/// after the first is a part of its own.
/// </summary>
internal static class WavParts
{
    // A writer that does not know the length in advance writes the largest value, which states nothing.
    private const long LargestKnown = 0x7FFF_0000;
    private const int MaxChunks = 100_000;
    private const int MaxFormatBytes = 4096;
    private const int MostPadding = 1 << 20;

    /// <summary>The parts; empty if there is no format or no data, which the decoder then reports.</summary>
    public static IReadOnlyList<FilePart> Of(ByteWindow bytes, SafeFileHandle descriptor, long begin)
    {
        var parts = new List<FilePart>();
        var next = begin;
        while (next >= 0 && parts.Count < MaxChunks)
        {
            var file = new Riff(bytes, next);
            if (!file.TryRead()) break;
            parts.Add(file.ToPart(descriptor));
            next = file.Next;
        }

        return parts;
    }

    private static bool IsRiff(ByteWindow bytes, long at) =>
        (bytes.Has(at, "RIFF"u8) || bytes.Has(at, "RF64"u8) || bytes.Has(at, "BW64"u8)) && bytes.Has(at + 8, "WAVE"u8);

    private sealed class Riff(ByteWindow bytes, long begin)
    {
        private readonly List<(long At, long Length)> _data = [];
        private byte[] _format = [];
        private byte[] _fact = [];
        private long _largeData = -1;
        private long _missing;
        private string? _left;

        /// <summary>Offset of another file, or −1.</summary>
        public long Next { get; private set; } = -1;

        private int FrameBytes => Math.Max(1, (int)BinaryPrimitives.ReadUInt16LittleEndian(_format.AsSpan(12)));

        public bool TryRead()
        {
            if (!IsRiff(bytes, begin)) return false;
            var at = begin + 12;
            for (var i = 0; i < MaxChunks && at + 8 <= bytes.Length; i++)
            {
                var (size, body) = ((long)bytes.U32(at + 4), at + 8);
                if (bytes.Has(at, "ds64"u8)) _largeData = bytes.U64(body + 8);
                else if (bytes.Has(at, "fmt "u8)) TakeFormat(body, size);
                else if (bytes.Has(at, "fact"u8)) _fact = bytes.Peek(body, 4).ToArray();
                else if (bytes.Has(at, "data"u8) && _format.Length > 0)
                {
                    at = TakeData(body, size);
                    if (at < 0) break;
                    continue;
                }
                else if (IsRiff(bytes, at))
                {
                    Next = at;
                    break;
                }

                at = body + size + (size & 1);
            }

            return _data.Count > 0;
        }

        public FilePart ToPart(SafeFileHandle descriptor)
        {
            var view = new FileView(descriptor);
            var length = _data.Sum(d => d.Length);
            view.Add(HeaderFor(length));
            var begin = view.Length;
            foreach (var (at, part) in _data) view.Add(at, part);
            if ((length & 1) != 0) view.Add([0]);
            return new FilePart { View = view, DataAt = begin, Order = ChannelOrder.Of(Layout()), MissingBytes = _missing, Left = _left };
        }

        private void TakeFormat(long body, long size)
        {
            var format = bytes.Peek(body, (int)Math.Min(size, MaxFormatBytes)).ToArray();
            if (format.Length < 16) return;
            if (_format.Length == 0) _format = format;
            else if (!_format.AsSpan().SequenceEqual(format)) _left ??= "its second format is not supported";
        }

        /// <summary>Adds a data chunk, and returns the offset of the next chunk, or −1.</summary>
        private long TakeData(long body, long size)
        {
            if (size == uint.MaxValue && _largeData >= 0) size = _largeData;
            var there = bytes.Length - body;
            var end = size <= there ? EndOf(body, size) : bytes.Length;
            if (size > there && size < LargestKnown) _missing += size - there;
            if (size > there && size >= LargestKnown && size == _largeData && size != long.MaxValue && size < 1L << 50)
            {
                _missing += size - there;
            }

            var length = end - body;
            if (end < bytes.Length || _missing == 0) length -= length % FrameBytes;
            if (length > 0 || _data.Count == 0) _data.Add((body, length));
            if (end >= bytes.Length) return -1;
            return IsChunk(end + ((end - body) & 1)) ? end + ((end - body) & 1) : IsChunk(end) ? end : -1;
        }

        /// <summary>
        /// End of samples with this size: at the size, if chunks, a tag, padding or nothing follow; otherwise at the end of the file.
        /// </summary>
        private long EndOf(long body, long size)
        {
            var end = body + size;
            if (bytes.Length - end < Math.Max(FrameBytes, 2) && size > 0) return end;
            var isEnd = IsChunk(end + (size & 1)) || IsChunk(end) || (size > 0 && (IsTag(end) || bytes.IsZero(end, MostPadding)));
            return isEnd ? end : bytes.Length;
        }

        private bool IsTag(long at) => bytes.Has(at, "TAG"u8) || bytes.Id3Length(at) > 0 || bytes.Has(at, "APETAGEX"u8);

        /// <summary>Whether a chunk begins at an offset: a known one, or one from which chunks lead to the end of the file.</summary>
        private bool IsChunk(long at)
        {
            if (IsRiff(bytes, at)) return true;
            for (var i = 0; i < MaxChunks; i++)
            {
                if (at + 8 > bytes.Length) return i > 0 && bytes.Length - at < 8;
                var tag = bytes.Peek(at, 4);
                if (tag.ContainsAnyExceptInRange((byte)' ', (byte)'~')) return false;
                if (tag.SequenceEqual("data"u8) || tag.SequenceEqual("LIST"u8) || tag.SequenceEqual("bext"u8)
                    || tag.SequenceEqual("fmt "u8))
                {
                    return true;
                }

                var size = bytes.U32(at + 4);
                if (size > bytes.Length - at - 8) return false;
                at += 8 + size + (size & 1);
            }

            return false;
        }

        private ChannelLayout Layout()
        {
            var channels = Math.Clamp((int)BinaryPrimitives.ReadUInt16LittleEndian(_format.AsSpan(2)), 1, AudioFormat.MaxChannels);
            var isExtensible = _format.Length >= 40 && BinaryPrimitives.ReadUInt16LittleEndian(_format) == 0xFFFE;
            return ChannelLayout.FromMask(isExtensible ? BinaryPrimitives.ReadUInt32LittleEndian(_format.AsSpan(20)) : 0, channels);
        }

        private byte[] HeaderFor(long length)
        {
            using var header = new MemoryStream();
            using var writer = new BinaryWriter(header);
            var fact = _fact.Length == 4 ? 12 : 0;
            var riff = 4 + 8 + _format.Length + (_format.Length & 1) + fact + 8 + length + (length & 1);
            var isLarge = riff + 36 > uint.MaxValue;
            writer.Write(isLarge ? "RF64"u8 : "RIFF"u8);
            writer.Write(isLarge ? uint.MaxValue : (uint)riff);
            writer.Write("WAVE"u8);
            if (isLarge)
            {
                writer.Write("ds64"u8);
                writer.Write(28);
                writer.Write(riff + 36);
                writer.Write(length);
                writer.Write(length / FrameBytes);
                writer.Write(0);
            }

            writer.Write("fmt "u8);
            writer.Write(_format.Length);
            writer.Write(_format);
            if ((_format.Length & 1) != 0) writer.Write((byte)0);
            if (fact > 0)
            {
                writer.Write("fact"u8);
                writer.Write(4);
                writer.Write(_fact);
            }

            writer.Write("data"u8);
            writer.Write(isLarge ? uint.MaxValue : (uint)length);
            return header.ToArray();
        }
    }
}

using System.Buffers.Binary;
using System.Globalization;
using Continuo.Audio;
using Microsoft.Win32.SafeHandles;

namespace Continuo.Codecs.SoundFiles.Parts;

/// <summary>
/// The audio streams of an Ogg file (RFC 3533): one part per link of a chain, with the pages of its first audio stream. Pages of other
/// streams (video, skeletons) and bytes between pages are omitted. Opus is decoded at 48 kHz, whatever input rate its header states (RFC
/// 7845 5.1), and FLAC is extracted from its pages. A damaged or missing page begins another part, and unreadable data is reported at the
/// end.
/// </summary>
internal static class OggParts
{
    private const int HeaderBytes = 27;
    private const byte Continued = 1;
    private const byte Begin = 2;
    private const int MostPadding = 1 << 20;

    /// <summary>The parts; empty if there is no readable audio stream.</summary>
    public static IReadOnlyList<FilePart> Of(ByteWindow bytes, SafeFileHandle descriptor)
    {
        var parts = new List<FilePart>();
        OggLink? link = null;
        var (inHeaders, junk, damaged) = (false, 0L, 0);
        for (long at = 0; at < bytes.Length;)
        {
            if (OggPage.Find(bytes, at) is not { } page)
            {
                var next = bytes.Find("OggS"u8, at + 1);
                if (next < 0) next = bytes.Length;

                // A writer that was stopped leaves an incomplete page: that is an end, not damage.
                var isCutPage = next == bytes.Length && bytes.Has(at, "OggS"u8);
                if (!isCutPage && !(next == bytes.Length && bytes.IsZero(at, MostPadding))) junk += next - at;
                at = next;
                continue;
            }

            at = page.End;
            if (!page.IsIntact(bytes))
            {
                damaged++;
                continue;
            }

            if (page.Begins && !inHeaders)
            {
                if (link is not null) link.AddTo(parts);
                link = null;
            }

            inHeaders = page.Begins;
            if (page.Begins && link is null && OggLink.Of(bytes, descriptor, page) is { } begun)
            {
                link = begun;
            }
            else if (link is not null && page.Serial == link.Serial)
            {
                // A decoder stops at a missing page: after the hole it restarts with the earlier headers.
                if (link.IsBroken(page)) link = link.Resume(parts);
                link.Add(page, bytes);
            }
        }

        link?.AddTo(parts);
        if (parts.Count > 0 && (junk > 0 || damaged > 0))
        {
            parts[^1] = parts[^1] with
            {
                Left = string.Create(CultureInfo.InvariantCulture,
                $"{damaged} damaged pages and {junk} bytes outside of pages could not be read")
            };
        }

        return parts;
    }

    private readonly record struct OggPage(long At, int Header, int Body, byte Flags, uint Serial, uint Number, long Granule)
    {
        private const int ChecksumAt = 22;

        public bool Begins => (Flags & Begin) != 0;

        public long End => At + Header + Body;

        public static OggPage? Find(ByteWindow bytes, long at)
        {
            var head = bytes.Peek(at, HeaderBytes + 255);
            if (head.Length < HeaderBytes || !head.StartsWith("OggS"u8) || head[4] != 0) return null;
            var header = HeaderBytes + head[26];
            if (head.Length < header) return null;
            var body = 0;
            foreach (var lace in head[HeaderBytes..header]) body += lace;
            var page = new OggPage(at, header, body, head[5], BinaryPrimitives.ReadUInt32LittleEndian(head[14..]),
                BinaryPrimitives.ReadUInt32LittleEndian(head[18..]), BinaryPrimitives.ReadInt64LittleEndian(head[6..]));
            return page.End <= bytes.Length ? page : null;
        }

        /// <summary>Whether the page's checksum is correct.</summary>
        public bool IsIntact(ByteWindow bytes)
        {
            var page = bytes.Peek(At, Header + Body);
            var crc = OggChecksum.Of(page[..ChecksumAt], 0);
            crc = OggChecksum.Of([0, 0, 0, 0], crc);
            return OggChecksum.Of(page[(ChecksumAt + 4)..], crc) == BinaryPrimitives.ReadUInt32LittleEndian(page[ChecksumAt..]);
        }
    }

    private sealed class OggLink
    {
        private readonly SafeFileHandle _descriptor;
        private readonly byte[] _first;
        private readonly bool _isFlac;
        private readonly List<OggPage> _headers = [];
        private readonly FileView _view;
        private ChannelOrder? _order;
        private bool _isVorbisOrder;
        private bool _hasAudio;
        private uint _number;
        private long _end;

        private OggLink(SafeFileHandle descriptor, uint serial, byte[] first, bool isFlac)
        {
            (_descriptor, Serial, _first, _isFlac) = (descriptor, serial, first, isFlac);
            _view = new FileView(descriptor);
            _view.Add(first);
        }

        public uint Serial { get; }

        public static OggLink? Of(ByteWindow bytes, SafeFileHandle descriptor, in OggPage page)
        {
            var whole = bytes.Peek(page.At, page.Header + page.Body).ToArray();
            var body = whole.AsSpan(page.Header);
            if (body.StartsWith("\u007fFLAC"u8) && body.Length > 13)
            {
                return new OggLink(descriptor, page.Serial, body[9..].ToArray(), isFlac: true) { _number = page.Number };
            }

            if (body.StartsWith("OpusHead"u8) && body.Length >= 19)
            {
                var (channels, family) = (Math.Clamp((int)body[9], 1, AudioFormat.MaxChannels), body[18]);
                BinaryPrimitives.WriteUInt32LittleEndian(body[12..], 48_000);
                whole.AsSpan(22, 4).Clear();
                BinaryPrimitives.WriteUInt32LittleEndian(whole.AsSpan(22), OggChecksum.Of(whole, 0));
                var order = family > 1 ? ChannelOrder.Of(ChannelLayout.Unnamed(channels)) : null;
                return new OggLink(descriptor, page.Serial, whole, isFlac: false)
                {
                    _number = page.Number,
                    _isVorbisOrder = family <= 1,
                    _order = order
                };
            }

            var isOther = body.StartsWith("\u0001vorbis"u8) || body.StartsWith("Speex   "u8);
            return isOther
                ? new OggLink(descriptor, page.Serial, whole, isFlac: false) { _number = page.Number, _isVorbisOrder = true }
                : null;
        }

        public bool IsBroken(in OggPage page) => _hasAudio && !_isFlac && page.Number != _number + 1;

        public void Add(in OggPage page, ByteWindow bytes)
        {
            _number = page.Number;
            if (page.Granule > 0) _end = page.Granule;

            // Header pages have the granule position 0; audio begins on a new page.
            if (!_hasAudio && !_isFlac && page.Granule == 0 && IsHeader(page, bytes)) _headers.Add(page);
            else _hasAudio = true;
            Append(page);
        }

        /// <summary>Ends the part and begins one that continues after a hole.</summary>
        public OggLink Resume(List<FilePart> parts)
        {
            AddTo(parts);
            var next = new OggLink(_descriptor, Serial, _first, _isFlac) { _order = _order, _isVorbisOrder = _isVorbisOrder };
            foreach (var header in _headers)
            {
                next._headers.Add(header);
                next.Append(header);
            }

            return next;
        }

        /// <summary>Adds the part, unless it consists of headers only.</summary>
        public void AddTo(List<FilePart> parts)
        {
            if (_isFlac) NoteLength();
            if (_hasAudio || parts.Count == 0) parts.Add(new FilePart { View = _view, Order = _order, IsVorbisOrder = _isVorbisOrder });
        }

        private static bool IsHeader(in OggPage page, ByteWindow bytes)
        {
            var body = bytes.Peek(page.At + page.Header, Math.Min(8, page.Body));
            return (page.Flags & Continued) != 0 || body.StartsWith("OpusTags"u8) || body.StartsWith("\u0003vorbis"u8)
                || body.StartsWith("\u0005vorbis"u8);
        }

        /// <summary>An encoder that writes to a pipe omits the total in STREAMINFO; the last page contains it as well.</summary>
        private void NoteLength()
        {
            const int TotalAt = 4 + 4 + 13; // 36 bits, of which the upper 4 share a byte with the sample size
            if (_first.Length < TotalAt + 5 || (_first[TotalAt] & 15) != 0 || _first.AsSpan(TotalAt + 1, 4).ContainsAnyExcept((byte)0))
            {
                return;
            }

            _first[TotalAt] |= (byte)(_end >> 32 & 15);
            BinaryPrimitives.WriteUInt32BigEndian(_first.AsSpan(TotalAt + 1), (uint)_end);
        }

        private void Append(in OggPage page)
        {
            if (_isFlac) _view.Add(page.At + page.Header, page.Body);
            else _view.Add(page.At, page.Header + page.Body);
        }
    }
}

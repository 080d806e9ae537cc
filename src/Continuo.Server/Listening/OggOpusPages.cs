using System.Buffers.Binary;
using Continuo.Audio;
using Continuo.Codecs.SoundFiles.Parts;

namespace Continuo.Server.Listening;

/// <summary>
/// Writes a live Ogg Opus stream (RFC 7845): two header pages, then one packet per page, so that nothing waits. Each listener has its own,
/// whose time begins at 0. Not thread-safe.
/// </summary>
internal sealed class OggOpusPages(AudioFormat format, string title, uint serial)
{
    /// <summary>
    /// Frames that a player discards at the beginning (RFC 7845 4.2): a decoder that begins in the midst of a stream has settled after
    /// 80 ms.
    /// </summary>
    public const int PreSkipFrames = 3840;

    private const int HeaderBytes = 27;
    private const byte First = 2;
    private const int MaxSegments = 255;

    private uint _page;
    private long _granule;

    /// <summary>Room that a page takes beside its packet.</summary>
    public const int Overhead = HeaderBytes + MaxSegments;

    /// <summary>The header pages.</summary>
    public byte[] Head()
    {
        var head = new byte[19];
        "OpusHead"u8.CopyTo(head);
        head[8] = 1; // version
        head[9] = (byte)format.Channels;
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(10), PreSkipFrames);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(12), format.SampleRate);

        var vendor = "Continuo"u8;
        var comment = System.Text.Encoding.UTF8.GetBytes($"TITLE={(title.Length <= 64 ? title : title[..64])}");
        var tags = new byte[8 + 4 + vendor.Length + 4 + 4 + comment.Length];
        "OpusTags"u8.CopyTo(tags);
        BinaryPrimitives.WriteInt32LittleEndian(tags.AsSpan(8), vendor.Length);
        vendor.CopyTo(tags.AsSpan(12));
        BinaryPrimitives.WriteInt32LittleEndian(tags.AsSpan(12 + vendor.Length), 1);
        BinaryPrimitives.WriteInt32LittleEndian(tags.AsSpan(16 + vendor.Length), comment.Length);
        comment.CopyTo(tags.AsSpan(20 + vendor.Length));

        var pages = new byte[Overhead * 2 + head.Length + tags.Length];
        var length = Write(head, First, pages);
        length += Write(tags, 0, pages.AsSpan(length));
        return pages[..length];
    }

    /// <summary>Writes a packet's page.</summary>
    /// <param name="packet">The packet; shorter than 65 025 bytes.</param>
    /// <param name="frames">Its frames at 48 kHz.</param>
    /// <param name="destination"><see cref="Overhead"/> longer than the packet.</param>
    /// <returns>Length of the page.</returns>
    public int Write(ReadOnlySpan<byte> packet, int frames, Span<byte> destination)
    {
        _granule += frames;
        return Write(packet, (byte)0, destination);
    }

    private int Write(ReadOnlySpan<byte> packet, byte kind, Span<byte> destination)
    {
        var segments = packet.Length / 255 + 1;
        var length = HeaderBytes + segments + packet.Length;
        "OggS"u8.CopyTo(destination);
        destination[4] = 0; // version
        destination[5] = kind;
        BinaryPrimitives.WriteInt64LittleEndian(destination[6..], _granule);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[14..], serial);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[18..], _page++);
        destination.Slice(22, 4).Clear();
        destination[26] = (byte)segments;
        destination.Slice(HeaderBytes, segments - 1).Fill(255);
        destination[HeaderBytes + segments - 1] = (byte)(packet.Length % 255);
        packet.CopyTo(destination[(HeaderBytes + segments)..]);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[22..], OggChecksum.Of(destination[..length], 0));
        return length;
    }
}

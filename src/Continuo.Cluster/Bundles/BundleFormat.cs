using System.Buffers.Binary;
using Continuo.Diagnostics;

namespace Continuo.Cluster.Bundles;

/// <summary>
/// Content of a bundle's datagrams: after the RTP header, entries one after the other, each with a header of <see cref="HeaderBytes"/>. All
/// numbers are little-endian, as the samples are.
/// </summary>
/// <remarks>
/// Header: kind (1 byte), flags (1), length of the body (2), the receiver's handle of the room (2), first sample (2), epoch of the owner
/// (8), the sender's tick (8), speaker (4). Body of audio: 32-bit floats. Body of a status: version of the speakers (4), number of wishes
/// (1), number of levels (1), 2 zero bytes, the wishes (4 each), the levels (speaker 4, −dBov and a flag 1).
/// </remarks>
internal static class BundleFormat
{
    /// <summary>Maximum length of a datagram, so that it passes every network unfragmented.</summary>
    public const int MaxDatagramBytes = 1200;

    /// <summary>Payload type of version 1.</summary>
    public const byte PayloadType = 96;

    /// <summary>Length of an entry's header.</summary>
    public const int HeaderBytes = 28;

    /// <summary>Length of a status without wishes and levels.</summary>
    public const int StatusBytes = 8;

    /// <summary>Length of a level.</summary>
    public const int ReportBytes = 5;

    /// <summary>Writes an entry's header.</summary>
    [RealTime]
    public static void WriteHeader(Span<byte> target, BundleKind kind, BundleFlags flags, int length, ushort handle, int offset,
        long epoch, long tick, uint source)
    {
        target[0] = (byte)kind;
        target[1] = (byte)flags;
        BinaryPrimitives.WriteUInt16LittleEndian(target[2..], (ushort)length);
        BinaryPrimitives.WriteUInt16LittleEndian(target[4..], handle);
        BinaryPrimitives.WriteUInt16LittleEndian(target[6..], (ushort)offset);
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], epoch);
        BinaryPrimitives.WriteInt64LittleEndian(target[16..], tick);
        BinaryPrimitives.WriteUInt32LittleEndian(target[24..], source);
    }

    /// <summary>Reads the next entry.</summary>
    /// <param name="content">What is left of the payload; advanced behind the entry.</param>
    /// <param name="entry">The entry.</param>
    /// <returns>
    /// Whether there is a well-formed entry. If not and <paramref name="content"/> is not empty, the rest makes no sense.
    /// </returns>
    [RealTime]
    public static bool TryRead(ref ReadOnlySpan<byte> content, out BundleEntry entry)
    {
        entry = default;
        if (content.Length < HeaderBytes) return false;
        var kind = (BundleKind)content[0];
        var flags = (BundleFlags)content[1];
        int length = BinaryPrimitives.ReadUInt16LittleEndian(content[2..]);
        if (kind is not (BundleKind.Sum or BundleKind.Speaker or BundleKind.Status) || (flags & ~BundleFlags.All) != 0) return false;
        if (length > content.Length - HeaderBytes) return false;
        if (kind != BundleKind.Status && length % sizeof(float) != 0) return false;
        entry = new BundleEntry
        {
            Kind = kind,
            Flags = flags,
            Handle = BinaryPrimitives.ReadUInt16LittleEndian(content[4..]),
            Offset = BinaryPrimitives.ReadUInt16LittleEndian(content[6..]),
            Epoch = BinaryPrimitives.ReadInt64LittleEndian(content[8..]),
            Tick = BinaryPrimitives.ReadInt64LittleEndian(content[16..]),
            Source = BinaryPrimitives.ReadUInt32LittleEndian(content[24..]),
            Body = content.Slice(HeaderBytes, length),
        };
        content = content[(HeaderBytes + length)..];
        return kind == BundleKind.Speaker ? entry.Source != 0 : entry.Source == 0;
    }

    /// <summary>Writes the body of a status.</summary>
    /// <returns>Its length.</returns>
    [RealTime]
    public static int WriteStatus(Span<byte> target, uint version, ReadOnlySpan<uint> wanted,
        ReadOnlySpan<(uint Number, byte Report)> reports)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(target, version);
        (target[4], target[5], target[6], target[7]) = ((byte)wanted.Length, (byte)reports.Length, 0, 0);
        var at = StatusBytes;
        foreach (var number in wanted)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(target[at..], number);
            at += sizeof(uint);
        }

        foreach (var (number, report) in reports)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(target[at..], number);
            target[at + 4] = report;
            at += ReportBytes;
        }

        return at;
    }

    /// <summary>Reads the body of a status.</summary>
    /// <param name="body">The body.</param>
    /// <param name="version">Version of the sender's speakers.</param>
    /// <param name="wanted">Room for the wishes, at least <see cref="Rooms.Spanning.RoomLink.MaxStreams"/>.</param>
    /// <param name="reports">Room for the levels, at least <see cref="Rooms.Spanning.LinkBlock.MaxReports"/>.</param>
    /// <param name="counts">How many there are of each.</param>
    /// <returns>Whether it makes sense.</returns>
    [RealTime]
    public static bool TryReadStatus(ReadOnlySpan<byte> body, out uint version, Span<uint> wanted, Span<(uint Number, byte Report)> reports,
        out (int Wanted, int Reports) counts)
    {
        (version, counts) = (0, default);
        if (body.Length < StatusBytes) return false;
        version = BinaryPrimitives.ReadUInt32LittleEndian(body);
        counts = (body[4], body[5]);
        if (counts.Wanted > wanted.Length || counts.Reports > reports.Length) return false;
        if (body.Length != StatusBytes + counts.Wanted * sizeof(uint) + counts.Reports * ReportBytes) return false;
        var at = StatusBytes;
        for (var i = 0; i < counts.Wanted; i++, at += sizeof(uint)) wanted[i] = BinaryPrimitives.ReadUInt32LittleEndian(body[at..]);
        for (var i = 0; i < counts.Reports; i++, at += ReportBytes)
        {
            reports[i] = (BinaryPrimitives.ReadUInt32LittleEndian(body[at..]), body[at + 4]);
        }

        return true;
    }
}

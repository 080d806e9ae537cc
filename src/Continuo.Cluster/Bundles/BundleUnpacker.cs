using System.Buffers.Binary;
using Continuo.Diagnostics;
using Continuo.Rooms.Spanning;
using Continuo.Rtp.Srtp;
using Continuo.Rtp.Wire;

namespace Continuo.Cluster.Bundles;

/// <summary>
/// Checks received datagrams and hands their content to the rooms. What comes from the network never throws: what is refused is counted by
/// its reason. For the receiving thread alone; allocates nothing.
/// </summary>
internal sealed class BundleUnpacker
{
    private readonly uint[] _wanted = new uint[RoomLink.MaxStreams];
    private readonly (uint, byte)[] _reports = new (uint, byte)[LinkBlock.MaxReports];
    private Dictionary<uint, IncomingBundles> _streams = [];
    private BundlePort?[] _ports = [];
    private long _datagrams, _bytes, _unknownStreams, _notAuthentic, _replayed, _malformed, _unknownRooms, _wrongEpochs, _unknownContent;

    /// <summary>The invited streams by SSRC; replaced by the control plane, never changed.</summary>
    public Dictionary<uint, IncomingBundles> Streams
    {
        get => Volatile.Read(ref _streams);
        set => Volatile.Write(ref _streams, value);
    }

    /// <summary>The rooms by handle; replaced by the control plane, never changed.</summary>
    public BundlePort?[] Ports
    {
        get => Volatile.Read(ref _ports);
        set => Volatile.Write(ref _ports, value);
    }

    /// <summary>The receiving half of the counters.</summary>
    public BundleStatistics Statistics => new()
    {
        ReceivedDatagrams = Volatile.Read(ref _datagrams),
        ReceivedBytes = Volatile.Read(ref _bytes),
        UnknownStreams = Volatile.Read(ref _unknownStreams),
        NotAuthentic = Volatile.Read(ref _notAuthentic),
        Replayed = Volatile.Read(ref _replayed),
        Malformed = Volatile.Read(ref _malformed),
        UnknownRooms = Volatile.Read(ref _unknownRooms),
        WrongEpochs = Volatile.Read(ref _wrongEpochs),
        UnknownContent = Volatile.Read(ref _unknownContent),
    };

    /// <summary>Takes a datagram, and decrypts it in place.</summary>
    public void Take(Span<byte> datagram)
    {
        if (datagram.Length < RtpHeader.Bytes)
        {
            Count(ref _malformed);
            return;
        }

        if (!Streams.TryGetValue(BinaryPrimitives.ReadUInt32BigEndian(datagram[8..]), out var stream))
        {
            Count(ref _unknownStreams);
            return;
        }

        switch (stream.Unprotector.Unprotect(datagram, out var length))
        {
            case SrtpVerdict.Accepted: break;
            case SrtpVerdict.NotAuthentic: Count(ref _notAuthentic); return;
            case SrtpVerdict.Replayed: Count(ref _replayed); return;
            default: Count(ref _malformed); return;
        }

        Count(ref _datagrams);
        Volatile.Write(ref _bytes, _bytes + datagram.Length);
        if (!RtpPacket.TryParse(datagram[..length], out var packet) || packet.Header.PayloadType != BundleFormat.PayloadType)
        {
            Count(ref _malformed);
            return;
        }

        Unpack(packet.Payload, stream.Node);
    }

    /// <summary>Hands the entries of a datagram to the rooms.</summary>
    /// <param name="content">Its payload.</param>
    /// <param name="node">The node that has sent it.</param>
    public void Unpack(ReadOnlySpan<byte> content, string node)
    {
        var ports = Ports;
        while (BundleFormat.TryRead(ref content, out var entry))
        {
            var port = entry.Handle < ports.Length ? ports[entry.Handle] : null;
            if (port is null || !string.Equals(port.Node, node, StringComparison.Ordinal)) Count(ref _unknownRooms);
            else if (port.Epoch != entry.Epoch) Count(ref _wrongEpochs);
            else if (!Hand(port.Link, entry)) Count(ref _unknownContent);
        }

        if (!content.IsEmpty) Count(ref _malformed);
    }

    [RealTime]
    private static void Count(ref long counter) => Volatile.Write(ref counter, counter + 1);

    private bool Hand(RoomLink link, in BundleEntry entry)
    {
        if (entry.Kind == BundleKind.Status)
        {
            if (!BundleFormat.TryReadStatus(entry.Body, out var version, _wanted, _reports, out var counts)) return false;
            link.TakeStatus(_wanted.AsSpan(0, counts.Wanted), version, _reports.AsSpan(0, counts.Reports));
            return true;
        }

        return link.Inbox.Accept(new LinkPiece
        {
            Source = entry.Source,
            Tick = entry.Tick,
            Offset = entry.Offset,
            Samples = entry.Body,
            IsEnd = (entry.Flags & BundleFlags.End) != 0,
            TalksOver = (entry.Flags & BundleFlags.TalksOver) != 0,
            FadesIn = (entry.Flags & BundleFlags.FadesIn) != 0,
        });
    }
}

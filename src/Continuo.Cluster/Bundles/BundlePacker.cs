using System.Runtime.InteropServices;
using Continuo.Diagnostics;
using Continuo.Rooms.Spanning;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Transport;
using Continuo.Rtp.Wire;

namespace Continuo.Cluster.Bundles;

/// <summary>
/// Packs blocks into protected datagrams, and sends them. For the sending thread alone; real-time-safe; allocates in the constructor.
/// </summary>
internal sealed class BundlePacker(IPacketTransport transport)
{
    private const int BatchDatagrams = 32;
    private const int MinPieceBytes = 64; // less is not worth a header

    private readonly DatagramBatch _batch = new(BatchDatagrams, BundleFormat.MaxDatagramBytes);
    private OutgoingBundles _to = null!;
    private OutgoingBundles.BundleRoute _route = null!;
    private uint _timestamp;
    private int _end; // of a plain datagram
    private int _length; // of the datagram that is being filled; 0 if none is
    private long _datagrams, _bytes, _refused;

    public (long Datagrams, long Bytes, long Refused) Counters =>
        (Volatile.Read(ref _datagrams), Volatile.Read(ref _bytes), Volatile.Read(ref _refused));

    /// <summary>Begins a bundle for a node.</summary>
    [RealTime]
    public void Begin(OutgoingBundles to, OutgoingBundles.BundleRoute route, uint timestamp)
    {
        (_to, _route, _timestamp) = (to, route, timestamp);
        _end = BundleFormat.MaxDatagramBytes - route.Protector.RtpOverhead;
    }

    /// <summary>Adds a room's block.</summary>
    [RealTime]
    public void Add(BundleFeed feed, LinkBlock block)
    {
        if (block.HasStatus) AddStatus(feed, block);
        var flags = block.TalksOver ? BundleFlags.TalksOver : BundleFlags.None;
        if (block.End >= 0) AddPiece(feed, BundleKind.Sum, flags | BundleFlags.End, block.End, 0, 0, []);
        if (!block.HasSum) return;

        // Single speakers first: who has the sum has all that is corrected in it.
        for (var i = 0; i < block.Speakers; i++)
        {
            var samples = block.Speaker(i, out var number, out var fadesIn);
            AddBlock(feed, BundleKind.Speaker, fadesIn ? BundleFlags.FadesIn : BundleFlags.None, block.Tick, number, samples);
        }

        AddBlock(feed, BundleKind.Sum, flags, block.Tick, 0, block.Sum);
    }

    /// <summary>Ends a node's bundle.</summary>
    [RealTime]
    public void End() => Seal();

    /// <summary>Sends what is packed.</summary>
    [RealTime]
    public void Flush()
    {
        if (_batch.Count == 0) return;
        Volatile.Write(ref _refused, _refused + _batch.Count - transport.Send(_batch));
        _batch.Clear();
    }

    [RealTime]
    private void AddBlock(BundleFeed feed, BundleKind kind, BundleFlags flags, long tick, uint source, ReadOnlySpan<float> samples)
    {
        for (var at = 0; at < samples.Length;)
        {
            var room = Room(BundleFormat.HeaderBytes + MinPieceBytes) - BundleFormat.HeaderBytes;
            var count = Math.Min(room / sizeof(float), samples.Length - at);
            AddPiece(feed, kind, flags, tick, source, at, MemoryMarshal.AsBytes(samples.Slice(at, count)));
            at += count;
        }
    }

    [RealTime]
    private void AddPiece(BundleFeed feed, BundleKind kind, BundleFlags flags, long tick, uint source, int offset, ReadOnlySpan<byte> body)
    {
        Room(BundleFormat.HeaderBytes + body.Length);
        var entry = _batch.Next[_length..];
        BundleFormat.WriteHeader(entry, kind, flags, body.Length, feed.Handle, offset, feed.Epoch, tick, source);
        body.CopyTo(entry[BundleFormat.HeaderBytes..]);
        _length += BundleFormat.HeaderBytes + body.Length;
    }

    [RealTime]
    private void AddStatus(BundleFeed feed, LinkBlock block)
    {
        var reports = block.Reports.AsSpan(0, block.ReportCount);
        var bytes = BundleFormat.StatusBytes + block.Wanted.Length * sizeof(uint) + reports.Length * BundleFormat.ReportBytes;
        Room(BundleFormat.HeaderBytes + bytes);
        var entry = _batch.Next[_length..];
        BundleFormat.WriteHeader(entry, BundleKind.Status, BundleFlags.None, bytes, feed.Handle, 0, feed.Epoch, block.Tick, 0);
        BundleFormat.WriteStatus(entry[BundleFormat.HeaderBytes..], block.Version, block.Wanted, reports);
        _length += BundleFormat.HeaderBytes + bytes;
    }

    /// <summary>Makes room for a number of bytes; returns how many there are.</summary>
    [RealTime]
    private int Room(int bytes)
    {
        if (_length > 0 && _length + bytes > _end) Seal();
        if (_length == 0)
        {
            if (_batch.Count == _batch.Capacity) Flush();
            _length = new RtpHeader(BundleFormat.PayloadType, _route.Sequence++, _timestamp, _route.Ssrc).WriteTo(_batch.Next);
        }

        return _end - _length;
    }

    [RealTime]
    private void Seal()
    {
        if (_length == 0) return;
        var bytes = _route.Protector.Protect(_batch.Next, _length);
        _batch.Add(bytes, _route.Peer);
        _length = 0;
        _to.InPeriod++;
        Volatile.Write(ref _datagrams, _datagrams + 1);
        Volatile.Write(ref _bytes, _bytes + bytes);
    }
}

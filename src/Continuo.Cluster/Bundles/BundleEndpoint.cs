using System.Net;
using System.Security.Cryptography;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Rooms.Spanning;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Transport;
using Continuo.Threading;

namespace Continuo.Cluster.Bundles;

/// <summary>
/// A node's end of the audio between nodes: one UDP port, one protected stream to each node that it sends to, one from each that it has
/// invited. Audio passes from the rooms' ticks to a sending thread and from a receiving thread to the ticks without locks. Thread-safe.
/// </summary>
internal sealed class BundleEndpoint : IDisposable
{
    /// <summary>Maximum number of datagrams to one node within <see cref="Period"/>; blocks beyond it are dropped and counted.</summary>
    public const int MaxDatagrams = 1024;

    private const int BatchDatagrams = 64;
    private const int MaxPorts = 65_536;
    private const int StreamsPerNode = 2; // the newest, and the one before while the sender changes over
    private const long Period = 20_000_000;
    private const long GlanceNanoseconds = 100_000_000;

    private readonly Lock _lock = new(); // for controlling threads
    private readonly BundleKeys _keys;
    private readonly IPacketTransport _transport;
    private readonly IPAddress _address;
    private readonly MonotonicClock _clock;
    private readonly TimeSpan _keyLifetime;
    private readonly BundlePacker _packer;
    private readonly BundleUnpacker _unpacker = new();
    private readonly DatagramBatch _received = new(BatchDatagrams);
    private readonly WakeSignal _wake = new();
    private readonly HashSet<(string Node, uint Ssrc)> _usedStreams = []; // no key is used for two runs of sequence numbers
    private readonly List<Thread> _threads = [];
    private OutgoingBundles[] _outgoing = [];
    private long _dropped;
    private volatile bool _stopped;

    /// <param name="node">Name of this node.</param>
    /// <param name="address">Where the other nodes reach it.</param>
    /// <param name="transport">Its UDP port; disposed with this object.</param>
    /// <param name="keys">Derives the keys.</param>
    /// <param name="clock">Clock; <see langword="null"/>: the machine's.</param>
    /// <param name="keyLifetime">How long a key is used; <see langword="null"/>: an hour.</param>
    public BundleEndpoint(string node, IPAddress address, IPacketTransport transport, BundleKeys keys, MonotonicClock? clock = null,
        TimeSpan? keyLifetime = null)
    {
        (Node, _address, _transport, _keys) = (node, address, transport, keys);
        (_clock, _keyLifetime) = (clock ?? SystemClock.Instance, keyLifetime ?? TimeSpan.FromHours(1));
        _packer = new BundlePacker(transport);
    }

    /// <summary>Name of this node.</summary>
    public string Node { get; }

    /// <summary>Random number of this process, part of the keys of what it sends.</summary>
    public ulong Run { get; } = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    /// <summary>Takes a snapshot of the counters.</summary>
    public BundleStatistics Statistics
    {
        get
        {
            var (datagrams, bytes, refused) = _packer.Counters;
            return _unpacker.Statistics with
            {
                SentDatagrams = datagrams,
                SentBytes = bytes,
                RefusedDatagrams = refused,
                DroppedBlocks = Volatile.Read(ref _dropped),
            };
        }
    }

    /// <summary>Starts the threads. Without them, <see cref="SendOnce"/> and <see cref="ReceiveOnce"/> do their work.</summary>
    public void Start()
    {
        _threads.Add(new Thread(SendAll) { IsBackground = true, Name = "bundles out" });
        _threads.Add(new Thread(ReceiveAll) { IsBackground = true, Name = "bundles in" });
        foreach (var thread in _threads) thread.Start();
    }

    /// <summary>Invites a node to send. The same invitation until its key is old, or the node's process another.</summary>
    /// <param name="node">Name of the node.</param>
    /// <param name="run">Its <see cref="Run"/>.</param>
    public BundleInvitation Invite(string node, ulong run)
    {
        lock (_lock)
        {
            var streams = _unpacker.Streams;
            var known = streams.Values.Where(s => s.Node == node).OrderByDescending(s => s.Since).ToArray();
            if (known is [var newest, ..] && newest.Run == run && _clock.Now - newest.Since < _keyLifetime.Ticks * 100)
            {
                return newest.Invitation;
            }

            uint ssrc;
            do ssrc = (uint)RandomNumberGenerator.GetInt32(int.MaxValue);
            while (streams.ContainsKey(ssrc));
            var invitation = new BundleInvitation(_address, _transport.Local.Port, ssrc, BundleKeys.NewNonce());
            var added = new IncomingBundles(node, run, invitation, _keys.CreateUnprotector(node, run, Node, invitation), _clock.Now);
            var kept = streams.Where(s => !known.Skip(StreamsPerNode - 1).Contains(s.Value)).ToDictionary();
            kept.Add(ssrc, added);
            _unpacker.Streams = kept;
            return invitation;
        }
    }

    /// <summary>Accepts a node's invitation: what is sent to it from now on goes there, with its key.</summary>
    public void Accept(string node, BundleInvitation invitation)
    {
        lock (_lock)
        {
            var stream = Find(node);
            if (stream.Route is { } route && route.Ssrc == invitation.Ssrc) return;
            if (!_usedStreams.Add((node, invitation.Ssrc))) return; // an older answer that was overtaken
            stream.Route = new OutgoingBundles.BundleRoute(
                PeerAddress.From(new IPEndPoint(invitation.Address, invitation.Port)), invitation.Ssrc,
                _keys.CreateProtector(Node, Run, node, invitation));
        }
    }

    /// <summary>Lets a node send to a link.</summary>
    /// <param name="link">The link.</param>
    /// <param name="node">The node.</param>
    /// <param name="epoch">Epoch of the room's owner; what has another is refused.</param>
    /// <param name="handle">The link's handle if it has one already.</param>
    /// <returns>The handle by which the node names it.</returns>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/>: too many rooms are linked.</exception>
    public ushort Open(RoomLink link, string node, long epoch, ushort handle = 0)
    {
        lock (_lock)
        {
            var ports = _unpacker.Ports;
            int slot = handle;
            if (slot == 0)
            {
                slot = 1; // 0 is no handle
                while (slot < ports.Length && ports[slot] is not null) slot++;
            }

            if (slot >= MaxPorts)
            {
                throw new AudioException(AudioErrorCode.InvalidArgument, "a link to another node", $"this node has {MaxPorts - 1}",
                    "Use more nodes");
            }

            BundlePort?[] changed = [.. ports];
            if (slot >= changed.Length) Array.Resize(ref changed, Math.Min(MaxPorts, Math.Max(slot + 1, 2 * changed.Length)));
            changed[slot] = new BundlePort(link, node, epoch);
            _unpacker.Ports = changed;
            return (ushort)slot;
        }
    }

    /// <summary>Refuses what is sent to a handle from now on.</summary>
    public void Close(ushort handle)
    {
        lock (_lock)
        {
            BundlePort?[] changed = [.. _unpacker.Ports];
            if (handle >= changed.Length) return;
            changed[handle] = null;
            _unpacker.Ports = changed;
        }
    }

    /// <summary>Sends what a link has to a node, in place of what was set before.</summary>
    /// <param name="link">The link.</param>
    /// <param name="node">The node.</param>
    /// <param name="handle">The node's handle of the room.</param>
    /// <param name="epoch">Epoch of the room's owner.</param>
    public void Feed(RoomLink link, string node, ushort handle, long epoch)
    {
        lock (_lock)
        {
            var stream = Find(node);
            if (Array.Exists(stream.Feeds, f => f.Link == link && f.Handle == handle && f.Epoch == epoch)) return;
            stream.Feeds = [.. stream.Feeds.Where(f => f.Link != link), new BundleFeed(link, handle, epoch)];
            link.Outbox.Signal = _wake;
        }
    }

    /// <summary>Sends nothing more of a link.</summary>
    public void Starve(RoomLink link)
    {
        lock (_lock)
        {
            foreach (var stream in _outgoing) stream.Feeds = Array.FindAll(stream.Feeds, f => f.Link != link);
        }
    }

    /// <summary>Sends what the rooms have made. On the sending thread.</summary>
    public void SendOnce()
    {
        var now = _clock.Now;
        foreach (var stream in Volatile.Read(ref _outgoing)) Send(stream, now);
        _packer.Flush();
    }

    /// <summary>Takes what has arrived. On the receiving thread.</summary>
    public void ReceiveOnce()
    {
        while (_transport.Receive(_received) > 0)
        {
            for (var i = 0; i < _received.Count; i++) _unpacker.Take(_received.Content(i));
        }
    }

    /// <summary>Stops the threads and closes the port.</summary>
    public void Dispose()
    {
        _stopped = true;
        _wake.Dispose();
        _transport.Interrupt();
        foreach (var thread in _threads.Where(t => t.IsAlive)) thread.Join();
        _transport.Dispose();
    }

    private OutgoingBundles Find(string node)
    {
        if (Array.Find(_outgoing, s => s.Node == node) is { } known) return known;
        var added = new OutgoingBundles(node);
        Volatile.Write(ref _outgoing, [.. _outgoing, added]);
        return added;
    }

    private void Send(OutgoingBundles stream, long now)
    {
        if (now - stream.Period >= Period) (stream.Period, stream.InPeriod) = (now, 0);
        var route = stream.Route;
        var begun = false;
        foreach (var feed in stream.Feeds)
        {
            while (feed.Outbox.Peek() is { } block)
            {
                if (route is null || stream.InPeriod >= MaxDatagrams)
                {
                    Volatile.Write(ref _dropped, _dropped + 1);
                }
                else
                {
                    if (!begun) _packer.Begin(stream, route, (uint)(now / 1_000_000 * 48));
                    begun = true;
                    _packer.Add(feed, block);
                }

                feed.Outbox.Take();
            }
        }

        if (begun) _packer.End();
    }

    private void SendAll()
    {
        RealTimePriority.TryRaise();
        while (!_stopped)
        {
            _wake.Wait(GlanceNanoseconds);
            _wake.Reset();
            SendOnce();
        }
    }

    private void ReceiveAll()
    {
        RealTimePriority.TryRaise();
        while (!_stopped)
        {
            if (_transport.Wait(TimeSpan.FromMilliseconds(GlanceNanoseconds / 1_000_000))) ReceiveOnce();
        }
    }
}

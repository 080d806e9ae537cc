using System.Net;
using Continuo.Clocks;
using Continuo.Cluster.Bundles;
using Continuo.Rooms;
using Continuo.Rooms.Hosting;
using Continuo.Rooms.Spanning;
using Continuo.Rtp.Transport;

namespace Continuo.Cluster.Tests.Spanning;

/// <summary>
/// One room on several nodes in virtual time: node 0 has it, the others are linked to node 0, and their audio passes in real bundles over a
/// network in memory.
/// </summary>
internal sealed class VirtualNodes : IDisposable
{
    public const long Epoch = (7L << 16) + 1;
    public const string Key = "a key of this test alone, 0123456789";

    private readonly MemoryNetwork _network;

    public VirtualNodes(int count, RoomOptions? options = null)
    {
        _network = new MemoryNetwork(Clock, capacity: 4096);
        All = [.. Enumerable.Range(0, count).Select(i => new Node(this, $"n{i}", options ?? new RoomOptions()))];
        for (var i = 1; i < count; i++) Link(All[i], All[0]);
    }

    public VirtualClock Clock { get; } = new(1_000_000_000);

    public Node[] All { get; }

    public MemoryNetwork Network => _network;

    /// <summary>Ticks the nodes one after the other, the owner last.</summary>
    public void Tick(int count = 1, Func<int, int, bool>? runs = null)
    {
        for (var t = 0; t < count; t++)
        {
            Clock.Advance(TimeSpan.FromMilliseconds(20));
            for (var i = All.Length - 1; i >= 0; i--)
            {
                if (runs is not null && !runs(i, t)) continue;
                All[i].Room.AdvanceLinks(Clock.Now);
                All[i].Room.Tick(null, Clock.Now, 0);
                All[i].Endpoint.SendOnce();
                foreach (var node in All) node.Endpoint.ReceiveOnce();
            }
        }
    }

    /// <summary>Tells the nodes of each other's speakers, the satellites first.</summary>
    public void Introduce()
    {
        foreach (var satellite in All[1..]) All[0].LinkTo(satellite).SetMembers(satellite.LinkTo(All[0]).GetMembers().Members);
        foreach (var satellite in All[1..]) satellite.LinkTo(All[0]).SetMembers(All[0].LinkTo(satellite).GetMembers().Members);
    }

    /// <summary>Renews the invitations.</summary>
    public void Invite()
    {
        foreach (var satellite in All[1..]) Invite(satellite, All[0]);
    }

    public void Dispose()
    {
        foreach (var node in All)
        {
            node.Room.Dispose();
            node.Endpoint.Dispose();
        }
    }

    private static void Invite(Node a, Node b)
    {
        a.Endpoint.Accept(b.Name, b.Endpoint.Invite(a.Name, a.Endpoint.Run));
        b.Endpoint.Accept(a.Name, a.Endpoint.Invite(b.Name, b.Endpoint.Run));
    }

    private static void Link(Node a, Node b)
    {
        Invite(a, b);
        var (to, from) = (a.Room.AddLink(b.Name), b.Room.AddLink(a.Name));
        a.Endpoint.Feed(to, b.Name, b.Endpoint.Open(from, a.Name, Epoch), Epoch);
        b.Endpoint.Feed(from, a.Name, a.Endpoint.Open(to, b.Name, Epoch), Epoch);
    }

    internal sealed class Node
    {
        public Node(VirtualNodes nodes, string name, RoomOptions options)
        {
            Name = name;
            Room = new Room("studio", options, nodes.Clock);
            Endpoint = new BundleEndpoint(name, IPAddress.Loopback, nodes.Network.Open(), new BundleKeys(Key), nodes.Clock);
        }

        public string Name { get; }

        public Room Room { get; }

        public BundleEndpoint Endpoint { get; }

        public RoomLink LinkTo(Node other) => Room.Links.Single(l => l.Node == other.Name);

        public HeardMix Listen(string id, params SpeakerVolume[] volumes)
        {
            var heard = new HeardMix();
            Room.AddListener(new ListenerOptions { MemberId = id, Volumes = volumes }, heard);
            return heard;
        }
    }
}

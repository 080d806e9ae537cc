using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Continuo.Cluster.Bundles;
using Continuo.Rooms;
using Continuo.Rooms.Hosting;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Transport;

namespace Continuo.Scenarios.Rooms;

/// <summary>
/// One speaker and 3000 listeners over three nodes, each with threads, a host and a UDP port of its own: how late ticks are, what passes
/// between the nodes, how long a hop takes, and what a third node that is far too slow does to the other two.
/// </summary>
internal static class RoomSpans
{
    private const int Nodes = 3;
    private const int Listeners = 1000; // of each node
    private const long Epoch = 1;

    public static bool Run(double seconds)
    {
        using var nodes = new NodeSet();
        Thread.Sleep(2000);
        var normal = nodes.Measure("all well", seconds);
        nodes.All[2].Slow.Milliseconds = 100;
        var slow = nodes.Measure("n2 needs 100 ms a tick", seconds);
        var heard = normal.Heard && slow.Heard;
        if (!heard) Console.WriteLine("not every click was heard on n0 and n1");
        return heard && normal.Growth == 0;
    }

    private sealed class NodeSet : IDisposable
    {
        private const string Key = "the key of this scenario alone, 0123456789";

        private readonly ClickInput _speaker = new();

        public NodeSet()
        {
            var keys = new BundleKeys(Key);
            All = [.. Enumerable.Range(0, Nodes).Select(i => new Node(i, keys))];
            foreach (var satellite in All[1..]) Link(satellite, All[0]);
            All[0].Room.AddSpeaker(new SpeakerOptions { MemberId = "speaker" }, _speaker);
        }

        public Node[] All { get; }

        public (bool Heard, long Growth) Measure(string what, double seconds)
        {
            foreach (var node in All) node.Clicks.Clear();
            var before = Array.ConvertAll(All, n => (n.Host.Statistics, n.Endpoint.Statistics, n.Room.Links[0].Statistics));
            var rate = Rate(seconds / 2);
            foreach (var node in All) node.Fill(Listeners);
            var full = Rate(seconds / 2);
            Console.WriteLine(Text($"{what}: 1 speaker × {All.Sum(n => n.Room.Listeners.Count)} listeners, {seconds:F0} s"));
            Console.WriteLine(Text($"  between the nodes: {rate / 1e6:F3} Mbit/s with {Nodes} listeners, {full / 1e6:F3} Mbit/s with all"));
            for (var i = 0; i < Nodes; i++)
            {
                var (host, link) = (All[i].Host.Statistics, All[i].Room.Links[0].Statistics);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"  n{i}: {host.LateTicks - before[i].Item1.LateTicks} of {host.Ticks - before[i].Item1.Ticks} ticks late, "
                        + $"{host.SkippedTicks - before[i].Item1.SkippedTicks} left out, "
                        + $"processor {host.ProcessorSeconds - before[i].Item1.ProcessorSeconds:F2} s, "
                        + $"{(link.LostFrames - before[i].Item3.LostFrames) / 48} ms lost, {link.Slips - before[i].Item3.Slips} slips"));
            }

            var (first, second) = (All[0].Clicks.ToArray(), All[1].Clicks.ToArray());
            double[] hops = [.. Hops(first, second).Order()];
            if (hops.Length > 0)
            {
                var (p50, p99) = (hops[hops.Length / 2], hops[hops.Length * 99 / 100]);
                Console.WriteLine(Text(
                    $"  a hop adds {p50:F1} ms at p50, {p99:F1} ms at p99, {hops[^1]:F1} at most ({hops.Length} clicks)"));
            }

            foreach (var node in All) node.Empty();
            return (hops.Length >= 0.9 * first.Length && first.Length > 5 * seconds, full > 1.05 * rate ? 1 : 0);
        }

        public void Dispose()
        {
            foreach (var node in All) node.Dispose();
        }

        private static IEnumerable<double> Hops(long[] first, long[] second)
        {
            foreach (var at in first)
            {
                var later = second.Where(t => t > at - 20_000_000 && t < at + 90_000_000).ToArray();
                if (later.Length > 0) yield return (later[0] - at) / 1e6;
            }
        }

        private static void Link(Node a, Node b)
        {
            a.Endpoint.Accept(b.Name, b.Endpoint.Invite(a.Name, a.Endpoint.Run));
            b.Endpoint.Accept(a.Name, a.Endpoint.Invite(b.Name, b.Endpoint.Run));
            var (to, from) = (a.Room.AddLink(b.Name), b.Room.AddLink(a.Name));
            a.Endpoint.Feed(to, b.Name, b.Endpoint.Open(from, a.Name, Epoch), Epoch);
            b.Endpoint.Feed(from, a.Name, a.Endpoint.Open(to, b.Name, Epoch), Epoch);
        }

        private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

        /// <summary>Bits per second that all nodes send.</summary>
        private double Rate(double seconds)
        {
            var before = All.Sum(n => n.Endpoint.Statistics.SentBytes);
            Thread.Sleep(TimeSpan.FromSeconds(seconds));
            return 8 * (All.Sum(n => n.Endpoint.Statistics.SentBytes) - before) / seconds;
        }
    }

    private sealed class Node : IDisposable
    {
        private readonly List<Continuo.Rooms.Mixing.RoomListener> _audience = [];

        public Node(int number, BundleKeys keys)
        {
            Name = FormattableString.Invariant($"n{number}");
            Host = new RoomHost(new RoomHostOptions { Helpers = 0 });
            Room = Host.Open("studio");
            Endpoint = new BundleEndpoint(Name, IPAddress.Loopback,
                UdpTransport.Open(new UdpOptions { Local = new IPEndPoint(IPAddress.Loopback, 0) }, isRtcpShared: true), keys);
            Endpoint.Start();
            Slow = new SlowOutput();
            Room.AddListener(new ListenerOptions { MemberId = "clicks" }, new ClickOutput(Clicks));
            Room.AddListener(new ListenerOptions { MemberId = "slow" }, Slow);
        }

        public string Name { get; }

        public RoomHost Host { get; }

        public Room Room { get; }

        public BundleEndpoint Endpoint { get; }

        public SlowOutput Slow { get; }

        public ConcurrentQueue<long> Clicks { get; } = [];

        public void Fill(int listeners)
        {
            for (var i = Room.Listeners.Count; i < listeners; i++)
            {
                _audience.Add(Room.AddListener(new ListenerOptions { MemberId = FormattableString.Invariant($"l{i}") }, new NoOutput()));
                if (i % 100 == 0) Thread.Sleep(25);
            }
        }

        public void Empty()
        {
            foreach (var listener in _audience) listener.Leave();
            _audience.Clear();
            Thread.Sleep(200);
        }

        public void Dispose()
        {
            Host.Dispose();
            Endpoint.Dispose();
        }
    }
}

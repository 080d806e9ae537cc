using Continuo.Clocks;
using Continuo.Rooms;
using Continuo.Rooms.Hosting;

namespace Continuo.Cluster.Tests.Spanning;

/// <summary>A room on three nodes sounds like one on one node, but for the time that audio needs between them.</summary>
public sealed class SpanningMixTests
{
    private const int Second = 48_000;

    // The owner ticks last, finds what the others have just sent, and reads it a tick later;
    // what it sends has waited a whole tick for the others.
    private const int ToOwner = 1, FromOwner = 1;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Each_listeners_mix_equals_that_of_one_node(int channels)
    {
        var options = new RoomOptions { Format = new(Second, channels) };
        using var nodes = new VirtualNodes(3, options);
        foreach (var (id, node, seed) in Speakers)
        {
            nodes.All[node].Room.AddSpeaker(new SpeakerOptions { MemberId = id }, new VoiceInput(seed, 0, channels));
        }

        nodes.Introduce();
        (string Id, int Node, SpeakerVolume[] Volumes)[] listeners =
        [
            ("plain", 0, []), ("plain", 1, []), ("plain", 2, []), // as they are
            ("a", 0, []), ("c", 1, []), ("e", 2, []), // who speak on the same node
            ("a", 1, []), ("c", 2, []), ("e", 0, []), // who speak on another
            ("x", 0, [new("a", 0.5), new("c", 2), new("e", IsMuted: true)]),
            ("x", 1, [new("a", 0.5), new("c", 2), new("f", 1.7)]),
            ("x", 2, [new("d", IsSolo: true), new("e", 0.3, IsSolo: true)]),
        ];
        var heard = Array.ConvertAll(listeners, l => nodes.All[l.Node].Listen(l.Id, l.Volumes));
        nodes.Tick(250);
        for (var i = 0; i < listeners.Length; i++)
        {
            var (id, node, volumes) = listeners[i];
            var expected = OneNode(options, id, node, volumes);
            var difference = heard[i].DifferenceDb(expected, Second * channels);
            TestContext.Current.TestOutputHelper?.WriteLine($"{id} on n{node}: {difference:F1} dBFS of {expected.LoudestDb(Second):F1}");
            Assert.InRange(difference, -300, -90);
            Assert.InRange(expected.LoudestDb(Second * channels), -40, 0); // there is something to be heard
        }

        Assert.All(nodes.All.SelectMany(n => n.Room.Links), link => Assert.Equal((0, 0, 0, 0),
            (link.Statistics.LostFrames, link.Statistics.LatePieces, link.Statistics.Slips, link.Statistics.DroppedBlocks)));
    }

    private static (string Id, int Node, int Seed)[] Speakers =>
        [("a", 0, 1), ("b", 0, 2), ("c", 1, 3), ("d", 1, 4), ("e", 2, 5), ("f", 2, 6)];

    /// <summary>The same room on one node, each speaker later by as much as between the nodes.</summary>
    private static HeardMix OneNode(RoomOptions options, string id, int node, SpeakerVolume[] volumes)
    {
        using var room = new Room("one", options, new VirtualClock(1));
        foreach (var (speaker, from, seed) in Speakers)
        {
            var delay = (from == node ? 0 : 1) * ((from == 0 ? 0 : ToOwner) + (node == 0 ? 0 : FromOwner));
            room.AddSpeaker(new SpeakerOptions { MemberId = speaker }, new VoiceInput(seed, delay, options.Format.Channels));
        }

        var heard = new HeardMix();
        room.AddListener(new ListenerOptions { MemberId = id, Volumes = volumes }, heard);
        for (var i = 0; i < 250; i++) room.Tick(null, i, 0);
        return heard;
    }
}

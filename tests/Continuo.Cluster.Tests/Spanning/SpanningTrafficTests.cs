using Continuo.Rooms;

namespace Continuo.Cluster.Tests.Spanning;

/// <summary>What passes between the nodes, and what a node that is slow costs the others.</summary>
public sealed class SpanningTrafficTests
{
    [Fact]
    public void Traffic_between_nodes_does_not_grow_with_listeners()
    {
        var (one, hundred) = (SentBytes(1), SentBytes(100));
        TestContext.Current.TestOutputHelper?.WriteLine($"bytes in 5 s: {one} with 1 listener a node, {hundred} with 100");
        Assert.Equal(one, hundred);

        static long SentBytes(int listeners)
        {
            using var nodes = new VirtualNodes(3);
            for (var i = 0; i < 3; i++)
            {
                nodes.All[i].Room.AddSpeaker(new SpeakerOptions { MemberId = $"s{i}" }, new VoiceInput(i));
                for (var l = 0; l < listeners; l++) nodes.All[i].Listen($"l{i} {l}");
            }

            nodes.Introduce();
            nodes.Tick(250);
            return nodes.All.Sum(n => n.Endpoint.Statistics.SentBytes);
        }
    }

    [Fact]
    public void A_speaker_is_sent_alone_only_while_someone_elsewhere_has_changed_its_volume()
    {
        using var nodes = new VirtualNodes(3);
        for (var i = 0; i < 3; i++) nodes.All[i].Room.AddSpeaker(new SpeakerOptions { MemberId = $"s{i}" }, new VoiceInput(i));
        var heard = new HeardMix();
        var listener = nodes.All[2].Room.AddListener(new ListenerOptions { MemberId = "x" }, heard);
        nodes.Introduce();
        nodes.Tick(50);
        var plain = BlocksOf(50);
        listener.SetVolumes(new SpeakerVolume("s1", 0.25)); // on n1: to the owner, and on to n2
        nodes.Tick(20);
        var changed = BlocksOf(50);
        Assert.Equal((plain.FromSatellite + 50, plain.FromOwner + 50), changed);
        listener.SetVolumes(new SpeakerVolume("s1"));
        nodes.Tick(130); // sent for a second more, by each of the two
        Assert.Equal(plain, BlocksOf(50));
        Assert.InRange(LargestStep(heard.Samples), 0, 0.06f); // faded, both times

        (long FromSatellite, long FromOwner) BlocksOf(int ticks)
        {
            var (a, b) = (nodes.All[1].LinkTo(nodes.All[0]), nodes.All[0].LinkTo(nodes.All[2]));
            var before = (a.Statistics.SentBlocks, b.Statistics.SentBlocks);
            nodes.Tick(ticks);
            return (a.Statistics.SentBlocks - before.Item1, b.Statistics.SentBlocks - before.Item2);
        }
    }

    [Fact]
    public void Speakers_their_names_and_levels_are_known_on_all_nodes()
    {
        using var nodes = new VirtualNodes(3);
        for (var i = 0; i < 3; i++)
        {
            nodes.All[i].Room.AddSpeaker(new SpeakerOptions { MemberId = $"s{i}", Name = $"Name {i}" }, new VoiceInput(i));
        }

        var heard = nodes.All[2].Listen("x");
        nodes.Introduce();
        nodes.Tick(50);
        foreach (var node in nodes.All)
        {
            Assert.Equal(["Name 0", "Name 1", "Name 2"], node.Room.Speakers.Select(s => s.Name).Order());
            Assert.Equal(2, node.Room.Speakers.Count(s => s.IsRemote));
        }

        var here = nodes.All[1].Room.Speakers.Single(s => s.MemberId == "s1");
        var there = nodes.All[2].Room.Speakers.Single(s => s.MemberId == "s1");
        Assert.InRange(there.LevelDb - here.LevelDb, -6, 6);
        Assert.Equal(3, heard.Sources.Length);
        Assert.Throws<Continuo.Audio.AudioException>(() => there.SetMuted(true));
        here.Leave();
        nodes.Tick(2);
        nodes.Introduce();
        Assert.DoesNotContain(nodes.All[2].Room.Speakers, s => s.MemberId == "s1");
    }

    [Fact]
    public void A_node_that_stands_still_is_silence_and_delays_no_one()
    {
        using var nodes = new VirtualNodes(3);
        using var others = new VirtualNodes(3);
        HeardMix[] heard = [.. new[] { nodes, others }.Select(n =>
        {
            for (var i = 0; i < 3; i++)
            {
                n.All[i].Room.AddSpeaker(new SpeakerOptions { MemberId = $"s{i}" }, new VoiceInput(i) { IsSilent = i == 2 && n == others });
            }

            n.Introduce();
            return n.All[1].Listen("x");
        })];
        nodes.Tick(100);
        others.Tick(100);
        nodes.Tick(100, (node, tick) => node != 2 || tick >= 80); // n2 does nothing for 1.6 s
        others.Tick(100);
        var frozen = heard[0].Samples.Skip(110 * 960).Take(60 * 960).Zip(heard[1].Samples.Skip(110 * 960));
        Assert.All(frozen, pair => Assert.Equal(pair.First, pair.Second, 1e-6)); // without n2, and otherwise as ever
        var lost = nodes.All[0].LinkTo(nodes.All[2]).Statistics.LostFrames;
        Assert.InRange(lost, 10 * 960, 40 * 960); // counted until the stream is given up
        Assert.Equal(0, nodes.All[0].LinkTo(nodes.All[1]).Statistics.LostFrames);
        Assert.NotEqual(0, nodes.All[0].LinkTo(nodes.All[2]).Statistics.HeardFrames);
        nodes.Tick(50);
        Assert.Equal(lost, nodes.All[0].LinkTo(nodes.All[2]).Statistics.LostFrames); // it is back
    }

    [Fact]
    public void Ticks_of_linked_rooms_allocate_nothing()
    {
        using var nodes = new VirtualNodes(3);
        for (var i = 0; i < 3; i++)
        {
            nodes.All[i].Room.AddSpeaker(new SpeakerOptions { MemberId = $"s{i}" }, new VoiceInput(i));
            nodes.All[i].Room.AddListener(new ListenerOptions { MemberId = "x", Volumes = [new($"s{(i + 1) % 3}", 0.5)] }, new NoOutput());
        }

        nodes.Introduce();
        nodes.Tick(100);
        foreach (var node in nodes.All)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            node.Room.Tick(null, nodes.Clock.Now, 0);
            node.Endpoint.SendOnce();
            foreach (var other in nodes.All) other.Endpoint.ReceiveOnce();
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    private static float LargestStep(List<float> samples) =>
        Enumerable.Range(1, samples.Count - 1).Max(i => Math.Abs(samples[i] - samples[i - 1]));

    private sealed class NoOutput : IListenerOutput
    {
        public void Deliver(in RoomBlock block)
        {
        }
    }
}

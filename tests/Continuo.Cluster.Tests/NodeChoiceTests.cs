using Continuo.Cluster.Placement;

namespace Continuo.Cluster.Tests;

public sealed class NodeChoiceTests
{
    private static NodeReport Node(string name, double taken, string zone = "", int rooms = 0, bool draining = false) =>
        new(name, null!, new Uri("http://127.0.0.1"), zone, "1", 1, new NodeLoad(rooms, taken, 0, 0), draining, 1);

    [Fact]
    public void A_full_node_gets_no_room_while_another_has_some_left()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            Assert.Equal("free", NodeChoice.Choose([Node("full", 0.7), Node("free", 0.5)], "", new Random(seed))!.Name);
            Assert.Equal("free", NodeChoice.Choose([Node("full", 0.7, "here"), Node("free", 0.5)], "here", new Random(seed))!.Name);
        }
    }

    [Fact]
    public void When_all_are_full_the_emptier_gets_it_and_when_all_drain_none()
    {
        Assert.Equal("b", NodeChoice.Choose([Node("a", 0.9), Node("b", 0.8)], "", new Random(1))!.Name);
        Assert.Null(NodeChoice.Choose([Node("a", 0, draining: true)], "", new Random(1)));
        Assert.Null(NodeChoice.Choose([], "", new Random(1)));
    }

    [Fact]
    public void A_rush_of_rooms_between_two_reports_is_spread()
    {
        var random = new Random(1);
        NodeReport[] nodes = [.. Enumerable.Range(0, 20).Select(i => Node($"{i}", 0.1, rooms: i))];
        var counts = Enumerable.Range(0, 2_000).Select(_ => NodeChoice.Choose(nodes, "", random)!.Name)
            .CountBy(n => n).Select(n => n.Value).ToArray();
        // Of 2000: the one with the fewest rooms wins 2 draws of 20; the emptiest of all would have got every one.
        Assert.InRange(counts.Max(), 150, 250);
    }

    [Fact]
    public void It_is_spread_although_all_nodes_are_full()
    {
        var random = new Random(1);
        NodeReport[] nodes = [.. Enumerable.Range(0, 20).Select(i => Node($"{i}", 0.65 + (0.01 * i)))];
        var counts = Enumerable.Range(0, 2_000).Select(_ => NodeChoice.Choose(nodes, "", random)!.Name)
            .CountBy(n => n).Select(n => n.Value).ToArray();
        Assert.True(counts.Max() < 300, string.Join(' ', counts));
    }

    [Fact]
    public void Nonsense_of_a_node_counts_as_full()
    {
        foreach (var load in new[] { new NodeLoad(-1, 0, 0, 0), new NodeLoad(0, double.NaN, 0, 0), new NodeLoad(0, -5, 0, 0),
            new NodeLoad(0, 0, double.PositiveInfinity, 0), new NodeLoad(0, 0, 0, double.NaN) })
        {
            Assert.True(load.Checked.Taken >= 1);
            Assert.True(load.Checked.Rooms >= 0);
        }

        var sane = new NodeLoad(3, 0.2, 1_000, 0.4);
        Assert.Equal(sane, sane.Checked);
        Assert.Equal(0.4, sane.Taken);
    }
}

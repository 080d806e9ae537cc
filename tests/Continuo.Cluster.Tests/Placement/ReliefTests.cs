using Continuo.Cluster.Placement;

namespace Continuo.Cluster.Tests.Placement;

public sealed class ReliefTests
{
    private static readonly RoomLoad[] Rooms = [new("large", 0.7), new("middle", 0.2), new("small", 0.1)];

    private static readonly NodeReport[] Free = [Node("b", 0.1), Node("c", 0.1, draining: true)];

    [Fact]
    public void The_largest_room_that_brings_a_node_back_leaves_after_it_was_too_full_for_a_while()
    {
        var relief = new Relief();
        for (var i = 0; i < 4; i++) Assert.Null(Next(relief, 0.9, Rooms, Free));
        var leaving = Next(relief, 0.9, Rooms, Free);
        Assert.Equal(("middle", "b"), (leaving!.Value.Room, leaving.Value.Target.Name)); // 0.63 would be more than is too much
        for (var i = 0; i < 9; i++) Assert.Null(Next(relief, 0.9, Rooms, Free)); // until its leaving is seen
        Assert.NotNull(Next(relief, 0.9, Rooms, Free));
    }

    [Fact]
    public void A_short_rush_moves_nothing()
    {
        var relief = new Relief();
        for (var i = 0; i < 40; i++) Assert.Null(Next(relief, i % 4 == 0 ? 0.7 : 1.2, Rooms, Free));
    }

    [Fact]
    public void Nothing_leaves_if_it_would_only_carry_the_trouble_elsewhere()
    {
        Assert.Null(After(0.9, [new RoomLoad("alone", 1)], Free)); // the next node would be as full
        Assert.Null(After(0.9, Rooms, [Node("b", 0.55)]));
        Assert.Null(After(0.9, Rooms, [Node("b", 0.1, draining: true)]));
        Assert.Null(After(0.9, Rooms, []));
        Assert.Null(After(0.9, [new RoomLoad("idle", 0), new RoomLoad("alone", 1)], Free)); // an idle room frees nothing
    }

    private static (string Room, NodeReport Target)? After(double taken, RoomLoad[] rooms, NodeReport[] others)
    {
        var relief = new Relief();
        for (var i = 0; i < 20; i++)
        {
            if (Next(relief, taken, rooms, others) is { } leaving) return leaving;
        }

        return null;
    }

    private static (string Room, NodeReport Target)? Next(Relief relief, double taken, RoomLoad[] rooms, NodeReport[] others) =>
        relief.Next(new NodeLoad(rooms.Length, taken, 0, 0), "", () => rooms, others, new Random(1));

    private static NodeReport Node(string name, double taken, bool draining = false) =>
        new(name, null!, new Uri("http://127.0.0.1"), "", "1", 1, new NodeLoad(1, taken, 0, 0), draining, 1);
}

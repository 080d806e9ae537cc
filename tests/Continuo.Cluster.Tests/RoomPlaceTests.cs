using System.Diagnostics;
using Continuo.Cluster.Tests.Servers;

namespace Continuo.Cluster.Tests;

/// <summary>Three processes, a real Redis: where rooms are, and what becomes of them when nodes or the store fail.</summary>
public sealed class RoomPlaceTests
{
    [Fact]
    public async Task Any_node_finds_any_room_at_the_same_place_and_a_made_up_name_is_no_room()
    {
        using var cluster = await ThreeNodes.StartAsync();
        var places = new List<string>();
        for (var i = 0; i < 30; i++) places.Add(await cluster.A.AskAsync($"declare room-{i}"));
        foreach (var node in cluster.Nodes)
        {
            for (var i = 0; i < 30; i++) Assert.Equal(places[i], await node.AskAsync($"find room-{i}"));
            Assert.Equal("none", await node.AskAsync("find nothing"));
            Assert.NotEqual("none", await node.AskAsync("find configured-room"));
        }

        Assert.Equal("True", await cluster.Nodes[2].AskAsync("close room-0"));
        Assert.Equal("none", await cluster.A.AskAsync("find room-0"));
        Assert.Equal("False", await cluster.A.AskAsync("close room-0"));
    }

    [Fact]
    public async Task Rooms_go_near_their_first_participant_and_to_nodes_with_room_left()
    {
        using var cluster = await ThreeNodes.StartAsync();
        for (var i = 0; i < 10; i++)
        {
            Assert.StartsWith("a ", await cluster.Nodes[1].AskAsync($"declare east-{i} east"), StringComparison.Ordinal);
        }

        var west = new List<string>();
        for (var i = 0; i < 30; i++) west.Add((await cluster.A.AskAsync($"declare west-{i} west"))[..1]);
        Assert.DoesNotContain("a", west);
        Assert.Contains("b", west);
        Assert.Contains("c", west);

        await cluster.A.AskAsync("load 0.9");
        foreach (var node in cluster.Nodes) await node.UntilAsync("loads", "a=0.9 b=0 c=0");
        for (var i = 0; i < 10; i++)
        {
            Assert.DoesNotContain("a ", await cluster.A.AskAsync($"declare more-{i} east"), StringComparison.Ordinal);
        }

        await cluster.A.AskAsync("load NaN"); // a node that reports nonsense is full
        foreach (var node in cluster.Nodes) await node.UntilAsync("loads", "a=1 b=0 c=0");
    }

    [Fact]
    [RealTimeTest("a failed node is found by the silence of processes that share the machine")]
    public async Task A_killed_nodes_rooms_are_on_others_with_a_higher_epoch_and_no_other_room_is_touched()
    {
        using var cluster = await ThreeNodes.StartAsync();
        var places = new Dictionary<string, string>();
        for (var i = 0; i < 30; i++) places[$"room-{i}"] = await cluster.A.AskAsync($"declare room-{i} {(i % 2 == 0 ? "east" : "west")}");
        var victim = cluster.OwnerIn(places["room-1"]);
        victim.Kill();
        var begin = Stopwatch.StartNew();
        foreach (var (room, before) in places)
        {
            var now = await cluster.A.AskAsync($"find {room}");
            if (cluster.OwnerIn(before) != victim)
            {
                Assert.Equal(before, now); // not touched: same node, same epoch
                continue;
            }

            Assert.NotEqual(victim, cluster.OwnerIn(now));
            Assert.True(ThreeNodes.EpochIn(now) > ThreeNodes.EpochIn(before), $"{room}: {before}, then {now}");
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"all rooms found again after {begin.ElapsedMilliseconds} ms");
        Assert.All(cluster.Nodes, n => Assert.Empty(n.Closed));
        var other = cluster.Nodes.First(n => n != cluster.A && n != victim);
        foreach (var (room, _) in places) Assert.Equal(await cluster.A.AskAsync($"find {room}"), await other.AskAsync($"find {room}"));
    }

    [Fact]
    [RealTimeTest("a failed node is found by the silence of processes that share the machine")]
    public async Task Two_nodes_killed_one_after_the_other_leave_all_rooms_on_the_last_and_its_own_untouched()
    {
        using var cluster = await ThreeNodes.StartAsync();
        var places = new List<string>();
        for (var i = 0; i < 20; i++) places.Add(await cluster.A.AskAsync($"declare room-{i} {(i % 2 == 0 ? "east" : "west")}"));
        foreach (var victim in cluster.Nodes.Skip(1))
        {
            victim.Kill();
            await cluster.A.UntilAsync("nodes", string.Join(' ', cluster.Nodes.Where(n => !n.HasExited).Select(n => n.Name)));
            for (var i = 0; i < 20; i++)
            {
                var now = await cluster.A.AskAsync($"find room-{i}");
                Assert.False(cluster.OwnerIn(now).HasExited);
                if (cluster.OwnerIn(places[i]) == cluster.A) Assert.Equal(places[i], now);
            }
        }

        Assert.Empty(cluster.A.Closed);
    }

    [Fact]
    [RealTimeTest("a frozen node is found by the silence of processes that share the machine")]
    public async Task A_frozen_nodes_rooms_are_on_others_and_when_it_thaws_it_closes_its_own()
    {
        using var cluster = await ThreeNodes.StartAsync();
        var before = await cluster.Nodes[1].AskAsync("declare room east");
        Assert.Same(cluster.A, cluster.OwnerIn(before));
        cluster.A.Freeze();
        var begin = Stopwatch.StartNew();
        var now = await cluster.Nodes[1].AskAsync("find room");
        TestContext.Current.TestOutputHelper?.WriteLine($"found again after {begin.ElapsedMilliseconds} ms");
        Assert.NotSame(cluster.A, cluster.OwnerIn(now));
        Assert.True(ThreeNodes.EpochIn(now) > ThreeNodes.EpochIn(before));
        cluster.A.Thaw();
        while (cluster.A.Closed.IsEmpty && !cluster.A.HasExited) await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Equal(now, await cluster.Nodes[2].AskAsync("find room"));
    }

    [Fact]
    public async Task A_drained_node_hands_its_rooms_over_and_says_where_they_are()
    {
        using var cluster = await ThreeNodes.StartAsync();
        var before = new List<string>();
        for (var i = 0; i < 20; i++) before.Add(await cluster.A.AskAsync($"declare room-{i} east"));
        Assert.All(before, p => Assert.Same(cluster.A, cluster.OwnerIn(p)));
        var begin = Stopwatch.StartNew();
        Assert.Equal("20", await cluster.A.AskAsync("drain"));
        await cluster.A.UntilAsync("rooms", "0");
        TestContext.Current.TestOutputHelper?.WriteLine($"drained after {begin.ElapsedMilliseconds} ms");
        for (var i = 0; i < 20; i++)
        {
            var now = await cluster.Nodes[2].AskAsync($"find room-{i}");
            Assert.NotSame(cluster.A, cluster.OwnerIn(now));
            Assert.True(ThreeNodes.EpochIn(now) > ThreeNodes.EpochIn(before[i]), $"{before[i]}, then {now}");
            Assert.Contains($"room-{i} {cluster.OwnerIn(now).Name}", cluster.A.Closed);
        }

        Assert.DoesNotContain("a ", await cluster.A.AskAsync("declare new east"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_room_leaves_a_node_that_has_become_too_full()
    {
        using var cluster = await ThreeNodes.StartAsync();
        for (var i = 0; i < 5; i++) await cluster.A.AskAsync($"declare room-{i} east");
        await cluster.A.UntilAsync("rooms", "5");
        await cluster.A.AskAsync("load 0.95");
        await cluster.A.UntilAsync("rooms", "4");
        await cluster.A.AskAsync("load 0.7");
        var left = Assert.Single(cluster.A.Closed).Split(' ');
        Assert.StartsWith($"{left[1]} ", await cluster.Nodes[2].AskAsync($"find {left[0]}"), StringComparison.Ordinal);
        Assert.NotEqual("a", left[1]);
    }

    [Fact]
    public async Task Without_the_store_rooms_go_on_and_are_found_by_every_node()
    {
        using var cluster = await ThreeNodes.StartAsync();
        var places = new List<string>();
        for (var i = 0; i < 10; i++) places.Add(await cluster.A.AskAsync($"declare room-{i}"));
        cluster.Redis.Kill();
        await Task.Delay(3_000, TestContext.Current.CancellationToken); // several refreshes of the table fail
        foreach (var node in cluster.Nodes)
        {
            for (var i = 0; i < 10; i++) Assert.Equal(places[i], await node.AskAsync($"find room-{i}"));
            Assert.Empty(node.Closed);
        }

        Assert.NotEqual("none", await cluster.A.AskAsync("declare late")); // its declaration is not kept, which is logged
        cluster.Redis.Restart();
        for (var i = 0; i < 10; i++) Assert.Equal(places[i], await cluster.Nodes[2].AskAsync($"find room-{i}"));
    }

    [Fact]
    [RealTimeTest("how long a program takes to stop")]
    public async Task A_node_stops_soon_although_the_store_is_down()
    {
        using var cluster = await ThreeNodes.StartAsync();
        cluster.Redis.Kill();
        await Task.Delay(2_000, TestContext.Current.CancellationToken); // it is noticed
        var begin = Stopwatch.StartNew();
        await cluster.A.StopAsync();
        TestContext.Current.TestOutputHelper?.WriteLine($"stopped after {begin.ElapsedMilliseconds} ms");
        cluster.Redis.Restart();
        Assert.InRange(begin.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(8)); // 1 to 2 s on a machine with nothing else to do
    }

    [Fact]
    public async Task Nodes_with_a_version_in_common_work_side_by_side_and_one_without_is_refused_with_the_reason()
    {
        using var redis = new RedisServer();
        using var old = new NodeProcess("old", "test", redis.Address, protocols: (2, 2));
        Assert.Equal("ready", await old.AnswerAsync());
        using var next = new NodeProcess("next", "test", redis.Address, protocols: (2, 3));
        Assert.Equal("ready", await next.AnswerAsync());
        foreach (var node in new[] { old, next })
        {
            await node.UntilAsync("nodes", "next old");
            Assert.Equal("2", await node.AskAsync("agreed"));
        }

        var place = await old.AskAsync("declare room");
        Assert.Equal(place, await next.AskAsync("find room"));

        using var far = new NodeProcess("far", "test", redis.Address, protocols: (3, 4));
        var refusal = await far.AnswerAsync();
        Assert.StartsWith("refused: node 'old'", refusal, StringComparison.Ordinal);
        Assert.Contains("speaks version 2 of the cluster's protocol, this program 3 to 4", refusal, StringComparison.Ordinal);
        Assert.Equal("next old", await old.AskAsync("nodes"));
    }
}

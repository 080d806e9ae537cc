using System.Net;
using System.Net.Sockets;
using System.Text;
using Continuo.Cluster.Tests.Servers;

namespace Continuo.Cluster.Tests.Security;

/// <summary>Who may join, with processes and a real Redis.</summary>
public sealed class JoinTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_node_with_another_key_is_refused_and_both_sides_say_so()
    {
        using var redis = new RedisServer();
        using var first = new NodeProcess("a", "test", redis.Address);
        Assert.Equal("ready", await first.AnswerAsync());
        using var stranger = new NodeProcess("b", "test", redis.Address, key: "another key than that of the others");
        await stranger.UntilLoggedAsync($"node a at 127.0.0.1:{first.Port} has another key");
        await first.UntilLoggedAsync("Refused a connection from 127.0.0.1: it does not have the key of the cluster 'test'");
        await stranger.UntilExitedAsync();
        Assert.Equal("a", await first.AskAsync("nodes"));
        Assert.StartsWith("a ", await first.AskAsync("declare room"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_without_the_key_gets_nothing_from_the_nodes_port()
    {
        using var redis = new RedisServer();
        using var node = new NodeProcess("a", "test", redis.Address);
        Assert.Equal("ready", await node.AnswerAsync());
        foreach (var said in new[] { "GET / HTTP/1.1\r\n\r\n", "" })
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, node.Port, Cancellation);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(said), Cancellation);
            var heard = new byte[1000];
            var count = 0;
            try
            {
                count = await client.GetStream().ReadAtLeastAsync(heard, heard.Length, throwOnEndOfStream: false, Cancellation);
            }
            catch (IOException)
            {
                // It was cut off.
            }

            Assert.InRange(count, 0, 7); // at most an alert of TLS
        }

        await node.UntilLoggedAsync("Refused a connection from 127.0.0.1");
        Assert.StartsWith("a ", await node.AskAsync("declare room"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_node_of_the_same_name_is_refused_and_one_that_comes_back_is_not()
    {
        using var redis = new RedisServer();
        using var first = new NodeProcess("a", "test", redis.Address);
        Assert.Equal("ready", await first.AnswerAsync());
        using var second = new NodeProcess("a", "test", redis.Address);
        await second.UntilLoggedAsync($"a node at 127.0.0.1:{first.Port} has it");
        await second.UntilExitedAsync();
        first.Kill();
        using var again = new NodeProcess("a", "test", redis.Address, port: first.Port);
        Assert.Equal("ready", await again.AnswerAsync());
    }

    [Fact]
    public async Task Two_clusters_in_one_Redis_do_not_see_each_other()
    {
        using var redis = new RedisServer();
        using var one = new NodeProcess("a", "one", redis.Address);
        using var two = new NodeProcess("a", "two", redis.Address);
        Assert.Equal("ready", await one.AnswerAsync());
        Assert.Equal("ready", await two.AnswerAsync());
        await one.UntilAsync("nodes", "a");
        await two.UntilAsync("nodes", "a");
        Assert.StartsWith("a ", await one.AskAsync("declare room"), StringComparison.Ordinal);
        Assert.Equal("none", await two.AskAsync("find room"));
    }

    [Fact]
    public async Task A_node_that_reports_an_impossible_load_gets_no_rooms_and_it_is_said()
    {
        using var cluster = await ThreeNodes.StartAsync();
        await cluster.A.AskAsync("load NaN");
        while (!cluster.Nodes.Any(n => n.Errors.Contains("Node a reports a load that cannot be", StringComparison.Ordinal)))
        {
            await Task.Delay(50, Cancellation);
        }

        foreach (var node in cluster.Nodes) await node.UntilAsync("loads", "a=1 b=0 c=0");
        foreach (var lie in new[] { "NaN", "-1", "1e300" })
        {
            await cluster.A.AskAsync($"load {lie}");
            for (var i = 0; i < 5; i++)
            {
                Assert.DoesNotContain("a ", await cluster.A.AskAsync($"declare room{lie}-{i} east"), StringComparison.Ordinal);
            }
        }
    }
}

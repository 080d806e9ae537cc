namespace Continuo.Cluster.Tests.Servers;

/// <summary>A redis-server and three nodes that know each other: a, b and c, in the zones east, west and west.</summary>
internal sealed class ThreeNodes : IDisposable
{
    private const int Tries = 5;

    private ThreeNodes(RedisServer redis) => (Redis, Nodes) = (redis, [.. new[] { "a", "b", "c" }.Select(n => Start(n, redis))]);

    public RedisServer Redis { get; }

    public NodeProcess[] Nodes { get; }

    public NodeProcess A => Nodes[0];

    public static async Task<ThreeNodes> StartAsync()
    {
        var cluster = new ThreeNodes(new RedisServer());
        try
        {
            for (var i = 0; i < cluster.Nodes.Length; i++) await cluster.AwaitAsync(i);
            foreach (var node in cluster.Nodes) await node.UntilAsync("nodes", "a b c");
            return cluster;
        }
        catch
        {
            cluster.Dispose();
            throw;
        }
    }

    /// <summary>The node of an answer such as "b 65536 http://…".</summary>
    public NodeProcess OwnerIn(string answer) => Nodes.Single(n => n.Name == answer.Split(' ')[0]);

    /// <summary>The epoch of such an answer.</summary>
    public static long EpochIn(string answer) => long.Parse(answer.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);

    private static NodeProcess Start(string name, RedisServer redis) => new(name, "test", redis.Address, name == "a" ? "east" : "west");

    // On a machine without time for it a node may be declared dead while it starts:
    // it ends, and is started again as a service manager does.
    private async Task AwaitAsync(int index)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                Assert.Equal("ready", await Nodes[index].AnswerAsync());
                return;
            }
            catch (InvalidOperationException) when (tries < Tries)
            {
                Nodes[index].Dispose();
                Nodes[index] = Start(Nodes[index].Name, Redis);
            }
        }
    }

    public void Dispose()
    {
        foreach (var node in Nodes) node.Dispose();
        Redis.Dispose();
    }
}

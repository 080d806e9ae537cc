namespace Continuo.Cluster.Planning;

/// <summary>A cluster to simulate: its nodes, its users, what a user costs, and what goes wrong. Immutable.</summary>
internal sealed record ClusterPlan
{
    /// <summary>Number of nodes.</summary>
    public int Nodes { get; init; } = 1_000;

    /// <summary>Number of zones, of equally many nodes each. Days begin at different times in them.</summary>
    public int Zones { get; init; } = 4;

    /// <summary>Processor cores of a node.</summary>
    public int Cores { get; init; } = 4;

    /// <summary>Simulated time.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Random seed.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Users that are in rooms at the same time, averaged over the day and all zones.</summary>
    public int Users { get; init; } = 150_000;

    /// <summary>Cores that one participant takes who speaks all the time and hears a mix of its own (docs/scaling.md).</summary>
    public double CoresPerUser { get; init; } = 0.0103;

    /// <summary>Packets sent and received for one participant in a second.</summary>
    public double PacketsPerUser { get; init; } = 100;

    /// <summary>Share of a node's memory that one participant takes.</summary>
    public double MemoryPerUser { get; init; } = 0.00005;

    /// <summary>Largest room on one node.</summary>
    public int LargestRoom { get; init; } = 100;

    /// <summary>Share of users who are in a zone other than that of their room's first participant.</summary>
    public double Strangers { get; init; } = 0.1;

    /// <summary>Mean time that a user stays.</summary>
    public TimeSpan Stay { get; init; } = TimeSpan.FromMinutes(40);

    /// <summary>Mean time until a node fails.</summary>
    public TimeSpan BetweenFailures { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Share of failures in which the node is frozen and comes back, rather than gone.</summary>
    public double Freezes { get; init; } = 0.3;

    /// <summary>Time until a failed node is back.</summary>
    public TimeSpan Repair { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How many times each node is drained, restarted and used again.</summary>
    public int Upgrades { get; init; } = 1;

    /// <summary>When all nodes of the first zone are lost for half an hour; <see langword="null"/>: never.</summary>
    public TimeSpan? ZoneLoss { get; init; } = TimeSpan.FromHours(12);
}

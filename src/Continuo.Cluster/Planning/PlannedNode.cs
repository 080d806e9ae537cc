using Continuo.Cluster.Placement;

namespace Continuo.Cluster.Planning;

/// <summary>A node of a <see cref="ClusterSimulation"/>.</summary>
internal sealed class PlannedNode(int number, string zone)
{
    /// <summary>Its place among all.</summary>
    public int Number => number;

    /// <summary>Its place on earth.</summary>
    public string Zone => zone;

    /// <summary>Rooms that it has, by its own account.</summary>
    public HashSet<PlannedRoom> Rooms { get; } = [];

    /// <summary>Participants in them.</summary>
    public int Users { get; set; }

    /// <summary>Whether it works.</summary>
    public NodeState State { get; set; }

    /// <summary>Whether the other nodes take it for one of them.</summary>
    public bool IsMember { get; set; } = true;

    /// <summary>Whether it hands its rooms over.</summary>
    public bool IsDraining { get; set; }

    /// <summary>Decides when a room leaves it.</summary>
    public Relief Relief { get; } = new();

    /// <summary>How it appears in the table of the nodes.</summary>
    public NodeReport Report { get; private set; } =
        new($"n{number:D4}", null!, new Uri("http://127.0.0.1"), zone, "1", 1, default, false, 1);

    /// <summary>How busy it is now.</summary>
    public NodeLoad Load(ClusterPlan plan) => new(Rooms.Count, Users * plan.CoresPerUser / plan.Cores, Users * plan.PacketsPerUser,
        Users * plan.MemoryPerUser);

    /// <summary>Tells the table.</summary>
    public void MakeReport(ClusterPlan plan) => Report = Report with { Load = Load(plan).Checked, IsDraining = IsDraining };
}

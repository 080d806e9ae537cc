namespace Continuo.Cluster.Planning;

/// <summary>A room of a <see cref="ClusterSimulation"/>.</summary>
internal sealed class PlannedRoom(string zone)
{
    /// <summary>Where its first participant is.</summary>
    public string Zone => zone;

    /// <summary>The node that has it by the cluster's directory; <see langword="null"/>: none.</summary>
    public PlannedNode? Owner { get; set; }

    /// <summary>Participants in it.</summary>
    public int Users { get; set; }

    /// <summary>Those of them who are in the room's zone.</summary>
    public int NearUsers { get; set; }

    /// <summary>Since when it has no owner that works, in seconds; NaN: it has one.</summary>
    public double LostAt { get; set; } = double.NaN;
}

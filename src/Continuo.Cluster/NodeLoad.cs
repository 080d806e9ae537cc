namespace Continuo.Cluster;

/// <summary>How busy a node is, measured over its last second.</summary>
/// <param name="Rooms">Rooms that it has.</param>
/// <param name="TickShare">Share of the time between ticks that the rooms' work takes, over all cores: 0…1; above 1 ticks are late.</param>
/// <param name="PacketsPerSecond">Packets sent and received.</param>
/// <param name="MemoryShare">Share of the memory that the process may use: 0…1.</param>
[GenerateSerializer]
public readonly record struct NodeLoad(
    [property: Id(0)] int Rooms,
    [property: Id(1)] double TickShare,
    [property: Id(2)] double PacketsPerSecond,
    [property: Id(3)] double MemoryShare)
{
    private const double MaxPacketsPerSecond = 200_000; // what one core protects
    private const int MaxRooms = 10_000_000;

    /// <summary>How much of the node is taken: the scarcest of its resources, 0 or more.</summary>
    public double Taken => Math.Max(TickShare, Math.Max(PacketsPerSecond / MaxPacketsPerSecond, MemoryShare));

    /// <summary>The same, with what cannot be taken as full: a node that reports nonsense gets no rooms.</summary>
    internal NodeLoad Checked => IsPossible
        ? this
        : new NodeLoad(Math.Clamp(Rooms, 0, MaxRooms), 1, 0, 1);

    /// <summary>Whether a node can be that busy.</summary>
    internal bool IsPossible =>
        Rooms is >= 0 and < MaxRooms && IsShare(TickShare) && IsShare(MemoryShare) && PacketsPerSecond is >= 0 and < 1e9;

    private static bool IsShare(double value) => value is >= 0 and < 1_000;
}

namespace Continuo.Client.Contract.Server;

/// <summary>A node of a cluster.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Api">Where its web API is reached.</param>
/// <param name="Zone">Its place; empty for none.</param>
/// <param name="Version">Version of Continuo.</param>
/// <param name="Rooms">Rooms that it has.</param>
/// <param name="TickShare">Share of the time between ticks that its rooms' work takes: 0…1.</param>
/// <param name="PacketsPerSecond">Packets sent and received.</param>
/// <param name="MemoryShare">Share of the memory that it may use: 0…1.</param>
/// <param name="IsDraining">Whether it hands its rooms over and takes no more.</param>
public sealed record NodeStatus(
    string Name,
    string Api,
    string Zone,
    string Version,
    int Rooms,
    double TickShare,
    double PacketsPerSecond,
    double MemoryShare,
    bool IsDraining);

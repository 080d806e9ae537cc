namespace Continuo.Client.Contract.Server;

/// <summary>What the draining of a node has done.</summary>
/// <param name="Node">Name of the node.</param>
/// <param name="Moved">Rooms that were handed over.</param>
/// <param name="Left">Rooms that stay, because no other node takes them.</param>
public sealed record DrainReport(string Node, int Moved, int Left);

namespace Continuo.Cluster.Grains;

/// <summary>
/// Which node has which room: there is one (key 0), on any node, in memory. The nodes that have rooms tell it after it was lost; it answers
/// when all living nodes have. So it needs no store, and a node's failure takes nothing away that it knew of the others' rooms.
/// </summary>
internal interface IRoomDirectoryGrain : IGrainWithIntegerKey
{
    /// <summary>Gives a room to a node, unless a living one has it.</summary>
    /// <param name="address">The room on the node.</param>
    /// <param name="previous">What may be replaced; <see langword="null"/> for nothing.</param>
    /// <returns>Who has it now.</returns>
    Task<GrainAddress> Register(GrainAddress address, GrainAddress? previous);

    /// <summary>A node has a room no more.</summary>
    Task Unregister(GrainAddress address);

    /// <summary>Who has a room; <see langword="null"/> if no living node.</summary>
    Task<GrainAddress?> Lookup(GrainId room);

    /// <summary>Number of this directory: another one knows nothing yet.</summary>
    Task<Guid> Instance();

    /// <summary>Tells which rooms a node has.</summary>
    /// <returns>Those that another living node has as well, and had told before.</returns>
    Task<GrainId[]> Assert(SiloAddress node, GrainAddress[] rooms);
}

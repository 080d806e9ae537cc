namespace Continuo.Client.Contract;

/// <summary>The ring of a stream.</summary>
/// <param name="CapacityChunks">Chunks that it holds.</param>
public sealed record RingStatus(int CapacityChunks);

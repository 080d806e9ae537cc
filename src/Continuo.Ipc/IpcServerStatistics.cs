namespace Continuo.Ipc;

/// <summary>Statistics of an <see cref="IpcServer"/>.</summary>
/// <param name="Path">Path of the socket.</param>
/// <param name="Accepted">Connections accepted since the start.</param>
/// <param name="Left">Clients that disconnected.</param>
/// <param name="Messages">Audio messages sent to all clients.</param>
/// <param name="Bytes">Bytes sent to all clients.</param>
/// <param name="DroppedChunks">Chunks dropped because a client was slow, summed over all clients.</param>
/// <param name="Faults">Number of connections ended by each kind of fault.</param>
/// <param name="Clients">Clients connected now.</param>
public sealed record IpcServerStatistics(
    string Path,
    long Accepted,
    long Left,
    long Messages,
    long Bytes,
    long DroppedChunks,
    IReadOnlyDictionary<string, long> Faults,
    IReadOnlyList<IpcClientStatistics> Clients);

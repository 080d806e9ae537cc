namespace Continuo.Ipc;

/// <summary>What a server has done so far.</summary>
/// <param name="Path">Where it listens.</param>
/// <param name="Accepted">Connections that have come, whatever became of them.</param>
/// <param name="Left">Clients that left in order, or simply went.</param>
/// <param name="Messages">Audio messages sent to all clients.</param>
/// <param name="Bytes">Bytes sent to all clients.</param>
/// <param name="DroppedChunks">Chunks given up because a client was slow, over all clients.</param>
/// <param name="Faults">How many connections were ended for which fault, in words.</param>
/// <param name="Clients">Those that listen now.</param>
public sealed record IpcServerReport(
    string Path,
    long Accepted,
    long Left,
    long Messages,
    long Bytes,
    long DroppedChunks,
    IReadOnlyDictionary<string, long> Faults,
    IReadOnlyList<IpcClientReport> Clients);

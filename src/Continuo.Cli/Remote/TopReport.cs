using Continuo.Client.Contract;
using Continuo.Client.Contract.Messages;
using Continuo.Client.Contract.Recordings;

namespace Continuo.Cli.Remote;

/// <summary>A line of <c>continuo top --json</c>.</summary>
/// <param name="Server">Address of the server.</param>
/// <param name="IsConnected">Whether it answers.</param>
/// <param name="Version">Its version.</param>
/// <param name="Streams">Its streams.</param>
/// <param name="Meters">Their meters, by name.</param>
/// <param name="Sessions">Its sessions.</param>
/// <param name="Recordings">The recordings that run.</param>
internal sealed record TopReport(
    string Server,
    bool IsConnected,
    string Version,
    IReadOnlyList<StreamStatus> Streams,
    IReadOnlyDictionary<string, StreamMeters> Meters,
    IReadOnlyList<SessionStatus> Sessions,
    IReadOnlyList<RecordingStatus> Recordings);

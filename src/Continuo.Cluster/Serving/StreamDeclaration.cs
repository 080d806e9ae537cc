using Continuo.Client.Contract.Requests;
using Continuo.Server.Recordings;

namespace Continuo.Cluster.Serving;

/// <summary>How another node opens a stream whose node has failed or is drained.</summary>
/// <param name="Stream">The request that opened it.</param>
/// <param name="Recordings">Its recordings that run.</param>
internal sealed record StreamDeclaration(OpenStreamRequest Stream, IReadOnlyList<RecordingJob> Recordings);

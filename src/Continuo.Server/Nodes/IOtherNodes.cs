using Continuo.Client.Contract;
using Continuo.Client.Contract.Recordings;

namespace Continuo.Server.Nodes;

/// <summary>The streams and recordings of the other nodes, if this server is one of several. Thread-safe.</summary>
internal interface IOtherNodes
{
    /// <summary>Streams of the other nodes, each with the name of its node.</summary>
    Task<IReadOnlyList<StreamStatus>> ListStreamsAsync(HttpContext context);

    /// <summary>Recordings of the other nodes, each with the name of its node.</summary>
    Task<IReadOnlyList<RecordingStatus>> ListRecordingsAsync(HttpContext context);

    /// <summary>Checks that no other node has a stream of that name.</summary>
    /// <exception cref="Http.ProblemException">One has.</exception>
    Task RequireFreeAsync(string stream, CancellationToken cancellation);

    /// <summary>
    /// Tells the other nodes of a stream that has been opened here, or of a recording of it that was started or has ended.
    /// </summary>
    Task TellAsync(string stream, CancellationToken cancellation);

    /// <summary>Informs the other nodes that a stream is about to be removed for good: no node opens it again.</summary>
    Task WithdrawAsync(string stream, CancellationToken cancellation);
}

using Continuo.Client.Contract;
using Continuo.Client.Contract.Recordings;

namespace Continuo.Server.Nodes;

/// <summary>This server is alone.</summary>
internal sealed class NoOtherNodes : IOtherNodes
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<StreamStatus>> ListStreamsAsync(HttpContext context) => Task.FromResult<IReadOnlyList<StreamStatus>>([]);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RecordingStatus>> ListRecordingsAsync(HttpContext context) =>
        Task.FromResult<IReadOnlyList<RecordingStatus>>([]);

    /// <inheritdoc/>
    public Task RequireFreeAsync(string stream, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task TellAsync(string stream, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task WithdrawAsync(string stream, CancellationToken cancellation) => Task.CompletedTask;
}

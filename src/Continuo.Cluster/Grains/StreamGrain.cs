using Continuo.Cluster.Contract;
using Continuo.Cluster.Placement;
using Microsoft.Extensions.Logging;
using Orleans.GrainDirectory;
using Orleans.Runtime.Placement;

namespace Continuo.Cluster.Grains;

/// <inheritdoc cref="IStreamGrain"/>
[KeepAlive]
[RoomPlacement]
[GrainDirectory(RoomDirectory.Name)]
internal sealed class StreamGrain(
    [PersistentState("stream", RoomGrain.Storage)] IPersistentState<StreamState> state,
    INodeStreams streams,
    NodeOptions node,
    RoomDirectory directory,
    ILogger<StreamGrain> logger) : Grain, IStreamGrain
{
    private bool _isMoving;

    private string Stream => this.GetPrimaryKeyString();

    /// <inheritdoc/>
    public async Task<bool> Declare(string owner, string? declaration)
    {
        if (owner != node.Name)
        {
            if (!streams.Has(Stream)) DeactivateOnIdle(); // someone has asked for it before it was there
            return false;
        }

        if (state.State.Declaration == declaration) return true;
        state.State.Declaration = declaration;
        await KeepAsync().ConfigureAwait(true);
        return true;
    }

    /// <inheritdoc/>
    public async Task<StreamPlace?> Find()
    {
        if (await IsOpenAsync().ConfigureAwait(true)) return new StreamPlace(Stream, node.Name, node.Api);
        DeactivateOnIdle(); // names that anyone makes up cost nothing
        return null;
    }

    /// <inheritdoc/>
    public Task<bool> Move(NodeReport target)
    {
        if (state.State.Declaration is null || target.Name == node.Name) return Task.FromResult(false);
        _isMoving = true;
        RequestContext.Set(IPlacementDirector.PlacementHintKey, target.Silo);
        MigrateOnIdle();
        return Task.FromResult(true);
    }

    /// <inheritdoc/>
    public async Task Close(string owner)
    {
        if (owner != node.Name && streams.Has(Stream)) return; // of two streams of that name, the other one
        state.State.Declaration = null;
        await KeepAsync().ConfigureAwait(true);
        DeactivateOnIdle();
    }

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        directory.Open(GrainContext);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        directory.Close(GrainContext);
        if (_isMoving) streams.Close(Stream);
        else streams.Forget(Stream);
        return Task.CompletedTask;
    }

    private async Task<bool> IsOpenAsync() => streams.Has(Stream)
        || (state.State.Declaration is { } declaration && await streams.OpenAsync(Stream, declaration).ConfigureAwait(true));

    /// <summary>Writes the declaration. What is lost if that fails is only that another node opens the stream after a failure.</summary>
    private async Task KeepAsync()
    {
        try
        {
            if (state.State.Declaration is not null) await state.WriteStateAsync().ConfigureAwait(true);
            else if (state.RecordExists) await state.ClearStateAsync().ConfigureAwait(true);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            ClusterLog.StreamNotKept(logger, Stream, e.Message);
        }
    }
}

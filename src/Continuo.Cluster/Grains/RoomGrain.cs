using Continuo.Cluster.Contract;
using Continuo.Cluster.Placement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.GrainDirectory;
using Orleans.Runtime.Placement;

namespace Continuo.Cluster.Grains;

/// <inheritdoc cref="IRoomGrain"/>
[KeepAlive]
[RoomPlacement]
[GrainDirectory(RoomDirectory.Name)]
internal sealed class RoomGrain(
    [PersistentState("room", RoomGrain.Storage)] IPersistentState<RoomState> state,
    INodeRooms rooms,
    NodeOptions node,
    IClusterMembershipService membership,
    RoomDirectory directory,
    ILogger<RoomGrain> logger) : Grain, IRoomGrain, IGrainMigrationParticipant
{
    /// <summary>Name of the storage of declarations.</summary>
    public const string Storage = "rooms";

    private RoomPlace? _place;
    private RoomPlace? _successor;
    private long _handovers; // within one version of the membership

    private string Room => this.GetPrimaryKeyString();

    /// <inheritdoc/>
    public async Task<RoomPlace> Declare(string declaration)
    {
        state.State.Declaration = declaration;
        var place = Open() ?? throw new InvalidOperationException($"The node did not open the room '{Room}'.");
        await Keep().ConfigureAwait(true);
        return place;
    }

    /// <inheritdoc/>
    public Task<RoomPlace?> Find()
    {
        var place = Open();
        if (place is null) DeactivateOnIdle(); // names that anyone makes up cost nothing
        return Task.FromResult(place);
    }

    /// <inheritdoc/>
    public Task<SpanAnswer?> Join(SpanOffer offer)
    {
        var place = Open();
        if (place is null) DeactivateOnIdle();
        return Task.FromResult(place is null ? null : ServiceProvider.GetService<ISpanRooms>()?.Join(place, offer));
    }

    /// <inheritdoc/>
    public Task Move(NodeReport target)
    {
        if (_place is null || target.Name == node.Name) return Task.CompletedTask;
        _successor = new RoomPlace(Room, target.Name, target.Api, _place.Epoch + 1);
        RequestContext.Set(IPlacementDirector.PlacementHintKey, target.Silo);
        MigrateOnIdle();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task Record(string? recording)
    {
        state.State.Recording = recording;
        return Keep();
    }

    /// <inheritdoc/>
    public async Task<bool> Close()
    {
        var was = Open() is not null;
        (state.State.Declaration, state.State.Recording) = (null, null);
        await Keep().ConfigureAwait(true);
        if (_place is { } place) rooms.Close(Room, place.Epoch, successor: null);
        _place = null;
        DeactivateOnIdle();
        return was;
    }

    /// <inheritdoc/>
    public void OnDehydrate(IDehydrationContext context) => context.TryAddValue(nameof(_handovers), _handovers + 1);

    /// <inheritdoc/>
    public void OnRehydrate(IRehydrationContext context)
    {
        if (context.TryGetValue<long>(nameof(_handovers), out var handovers)) _handovers = handovers;
        Open(); // before anyone asks: the participants of the old node come at once
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
        if (_place is { } place) rooms.Close(Room, place.Epoch, _successor);
        _place = null;
        return Task.CompletedTask;
    }

    private RoomPlace? Open()
    {
        if (_place is not null) return _place;
        // A node can only get the room of a dead one after the membership has changed, so its version orders the owners.
        var epoch = (membership.CurrentSnapshot.Version.Value << 16) + _handovers;
        if (!rooms.Open(Room, state.State.Declaration, epoch)) return null;
        _place = new RoomPlace(Room, node.Name, node.Api, epoch, state.State.Declaration);
        if (state.State.Recording is { } recording) rooms.RecordOn(Room, recording);
        return _place;
    }

    /// <summary>
    /// Writes the declaration. The room goes on without: what is lost is only that another node finds it after a failure.
    /// </summary>
    private async Task Keep()
    {
        try
        {
            if (state.State is { Declaration: null, Recording: null }) await state.ClearStateAsync().ConfigureAwait(true);
            else await state.WriteStateAsync().ConfigureAwait(true);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            ClusterLog.NotKept(logger, Room, e.Message);
        }
    }
}

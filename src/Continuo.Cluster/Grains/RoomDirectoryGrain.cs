using Orleans.Concurrency;

namespace Continuo.Cluster.Grains;

/// <inheritdoc cref="IRoomDirectoryGrain"/>
/// <param name="membership">Which nodes live.</param>
[KeepAlive]
[Reentrant] // who asks waits for the nodes that have not told yet
internal sealed class RoomDirectoryGrain(IClusterMembershipService membership) : Grain, IRoomDirectoryGrain
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10); // a frozen node is declared dead in less
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly Guid _instance = Guid.NewGuid();
    private readonly Dictionary<GrainId, GrainAddress> _rooms = [];
    private readonly HashSet<SiloAddress> _told = [];
    private bool _isComplete;

    /// <inheritdoc/>
    public async Task<GrainAddress> Register(GrainAddress address, GrainAddress? previous)
    {
        await CompleteAsync().ConfigureAwait(true);
        if (OwnerOf(address.GrainId) is { } owner
            && owner.SiloAddress != address.SiloAddress // a node has a room once: what it had before is gone
            && (previous is null || !owner.Matches(previous)))
        {
            return owner;
        }

        _rooms[address.GrainId] = address;
        return address;
    }

    /// <inheritdoc/>
    public Task Unregister(GrainAddress address)
    {
        if (_rooms.TryGetValue(address.GrainId, out var owner) && owner.Matches(address)) _rooms.Remove(address.GrainId);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<GrainAddress?> Lookup(GrainId room)
    {
        await CompleteAsync().ConfigureAwait(true);
        return OwnerOf(room);
    }

    /// <inheritdoc/>
    public Task<Guid> Instance() => Task.FromResult(_instance);

    /// <inheritdoc/>
    public Task<GrainId[]> Assert(SiloAddress node, GrainAddress[] rooms)
    {
        var others = new List<GrainId>();
        foreach (var room in rooms)
        {
            if (OwnerOf(room.GrainId) is { } owner && owner.SiloAddress != node) others.Add(room.GrainId);
            else _rooms[room.GrainId] = room;
        }

        _told.Add(node);
        return Task.FromResult(others.ToArray());
    }

    private GrainAddress? OwnerOf(GrainId room)
    {
        if (!_rooms.TryGetValue(room, out var owner)) return null;
        if (!IsDead(owner.SiloAddress)) return owner;
        _rooms.Remove(room);
        return null;
    }

    private bool IsDead(SiloAddress? node) => node is null || membership.CurrentSnapshot.GetSiloStatus(node) == SiloStatus.Dead;

    private async Task CompleteAsync()
    {
        for (var waited = TimeSpan.Zero; !_isComplete; waited += Pause)
        {
            _isComplete = membership.CurrentSnapshot.Members.Values
                .All(m => m.Status != SiloStatus.Active || _told.Contains(m.SiloAddress));
            if (_isComplete) return;
            if (waited > AnswerTimeout) throw new TimeoutException("A node of the cluster does not say which rooms it has.");
            await Task.Delay(Pause).ConfigureAwait(true);
        }
    }
}

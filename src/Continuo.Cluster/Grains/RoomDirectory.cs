using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.GrainDirectory;

namespace Continuo.Cluster.Grains;

/// <summary>
/// This node's side of the <see cref="IRoomDirectoryGrain"/>: asks it, and tells it about the rooms that are here when it is another one
/// than before. Thread-safe.
/// </summary>
/// <param name="services">Source of the engine's parts, which need the directory themselves.</param>
internal sealed class RoomDirectory(IServiceProvider services) : IGrainDirectory
{
    /// <summary>Name of the directory.</summary>
    public const string Name = "rooms";

    private readonly ConcurrentDictionary<GrainId, GrainAddress> _here = new();
    private readonly ConcurrentDictionary<GrainId, IGrainContext> _open = new();
    private Guid _known; // the directory that has been told

    /// <summary>Rooms that another node had as well, which were therefore closed here.</summary>
    public long Conflicts => Volatile.Read(ref _conflicts);

    private long _conflicts;

    /// <inheritdoc/>
    public Task<GrainAddress?> Register(GrainAddress address) => Register(address, previousAddress: null);

    /// <inheritdoc/>
    public async Task<GrainAddress?> Register(GrainAddress address, GrainAddress? previousAddress)
    {
        _here[address.GrainId] = address; // first, so that a directory that is new at this moment gets it
        var owner = await AskAsync(d => d.Register(address, previousAddress)).ConfigureAwait(false);
        if (!owner.Matches(address)) Forget(address);
        return owner;
    }

    /// <inheritdoc/>
    public Task Unregister(GrainAddress address)
    {
        Forget(address);
        return AskAsync(async d =>
        {
            await d.Unregister(address).ConfigureAwait(false);
            return true;
        });
    }

    /// <inheritdoc/>
    public Task<GrainAddress?> Lookup(GrainId grainId) => AskAsync(d => d.Lookup(grainId));

    /// <summary>Nothing to do: the directory knows by itself which nodes are dead.</summary>
    public Task UnregisterSilos(List<SiloAddress> siloAddresses) => Task.CompletedTask;

    /// <summary>A room has been opened here.</summary>
    public void Open(IGrainContext room) => _open[room.GrainId] = room;

    /// <summary>A room is here no more.</summary>
    public void Close(IGrainContext room)
    {
        _open.TryRemove(KeyValuePair.Create(room.GrainId, room));
        Forget(room.Address);
    }

    /// <summary>
    /// Tells the directory which rooms are here, unless it knows. Rooms that another node has reported before are closed here.
    /// </summary>
    public async Task ConfirmAsync()
    {
        var instance = await AskAsync(d => d.Instance()).ConfigureAwait(false);
        if (instance == _known) return;
        var node = services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
        var others = await AskAsync(d => d.Assert(node, [.. _here.Values])).ConfigureAwait(false);
        foreach (var room in others)
        {
            if (!_open.TryGetValue(room, out var context)) continue;
            Interlocked.Increment(ref _conflicts);
            context.Deactivate(new DeactivationReason(DeactivationReasonCode.DuplicateActivation, "Another node has the room."));
        }

        _known = instance;
    }

    private void Forget(GrainAddress address)
    {
        if (_here.TryGetValue(address.GrainId, out var known) && known.Matches(address))
        {
            _here.TryRemove(KeyValuePair.Create(address.GrainId, known));
        }
    }

    // Apart from the room that asks: its call would carry that room's hints.
    private Task<T> AskAsync<T>(Func<IRoomDirectoryGrain, Task<T>> ask) => Task.Run(() =>
    {
        RequestContext.Clear();
        return ask(services.GetRequiredService<IGrainFactory>().GetGrain<IRoomDirectoryGrain>(0));
    });
}

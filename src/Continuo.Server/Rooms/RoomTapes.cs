using System.Collections.Concurrent;
using Continuo.Client.Contract.Messages;
using Continuo.Rooms.Hosting;
using Continuo.Server.Options;
using Continuo.Streams;

namespace Continuo.Server.Rooms;

/// <summary>The <see cref="RoomTape"/> of each room. A closed room's recordings are completed. Thread-safe.</summary>
internal sealed class RoomTapes : IAsyncDisposable
{
    private readonly RoomTable _rooms;
    private readonly ServerOptions _options;
    private readonly AudioSystem _system;
    private readonly TimeProvider _time;
    private readonly ILogger<RoomTapes> _logger;
    private readonly ConcurrentDictionary<Room, Lazy<RoomTape>> _tapes = new();
    private readonly ConcurrentDictionary<Task, bool> _ending = new();

    public RoomTapes(RoomTable rooms, ServerOptions options, AudioSystem system, TimeProvider time, ILogger<RoomTapes> logger)
    {
        (_rooms, _options, _system, _time, _logger) = (rooms, options, system, time, logger);
        rooms.Changed += Follow;
    }

    /// <summary>The tape of a room.</summary>
    /// <exception cref="Http.ProblemException">There is no such room.</exception>
    public RoomTape Get(string room) => Of(_rooms.Get(room));

    /// <summary>Whether a recording of a room runs.</summary>
    public bool IsRecording(string room) =>
        _rooms.Find(room) is { } found
        && _tapes.TryGetValue(found, out var tape)
        && tape is { IsValueCreated: true, Value.IsRecording: true };

    /// <summary>Completes all recordings. Idempotent.</summary>
    public async ValueTask DisposeAsync()
    {
        _rooms.Changed -= Follow;
        foreach (var room in _tapes.Keys) End(room);
        await Task.WhenAll(_ending.Keys).ConfigureAwait(false);
    }

    private RoomTape Of(Room room) => _tapes.GetOrAdd(room,
        r => new Lazy<RoomTape>(() => new RoomTape(r, _rooms.DeclarationOf(r).ReplaySeconds, _options, _system, _time, _logger))).Value;

    private void Follow(object? sender, RoomChange change)
    {
        if (change.Speaker is not null || change.Listener is not null) return;
        if (change.Action == ChangeAction.Removed) End(change.Room);
        else if (change.Action == ChangeAction.Added && _rooms.DeclarationOf(change.Room).ReplaySeconds > 0) Of(change.Room);
    }

    private void End(Room room)
    {
        if (!_tapes.TryRemove(room, out var tape) || !tape.IsValueCreated) return;
        var ending = Task.Run(async () => await tape.Value.DisposeAsync().ConfigureAwait(false));
        _ending[ending] = true;
        ending.ContinueWith(t => _ending.TryRemove(t, out _), TaskScheduler.Default);
    }
}

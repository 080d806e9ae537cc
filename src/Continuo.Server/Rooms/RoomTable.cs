using Continuo.Audio;
using Continuo.Client.Contract.Messages;
using Continuo.Rooms;
using Continuo.Rooms.Hosting;
using Continuo.Rooms.Volumes;
using Continuo.Server.Events;
using Continuo.Server.Http;
using Continuo.Server.Options;
using Continuo.Server.Recordings;

namespace Continuo.Server.Rooms;

/// <summary>
/// The server's rooms. Their threads start with the first room. What listeners set is remembered in <c>.volumes.json</c> of the recordings
/// directory. Thread-safe.
/// </summary>
internal sealed class RoomTable(ServerOptions options, EventHub hub, ILogger<RoomHost> logger) : IDisposable
{
    /// <summary>Name of the file with the volumes, in the recordings directory.</summary>
    public const string VolumesFile = ".volumes.json";

    private readonly Lock _lock = new();
    private RoomHost? _host;
    private VolumeStore? _volumes;
    private bool _disposed;

    /// <summary>The open rooms.</summary>
    public IReadOnlyList<Room> All => Volatile.Read(ref _host)?.Rooms ?? [];

    /// <summary>Statistics of the ticks; <see langword="null"/> before the first room.</summary>
    public RoomHostStatistics? Statistics => Volatile.Read(ref _host)?.Statistics;

    /// <summary>Finds a room.</summary>
    public Room? Find(string name) => Volatile.Read(ref _host)?.Find(name);

    /// <summary>Finds a room.</summary>
    /// <exception cref="ProblemException">There is none.</exception>
    public Room Get(string name) => Find(name)
        ?? throw new ProblemException(Problems.NotFound($"There is no room named '{name}'.", "GET /api/rooms lists them."));

    /// <summary>Opens a room.</summary>
    /// <exception cref="AudioException">An option is out of range.</exception>
    /// <exception cref="ProblemException">The name is in use, or cannot be one.</exception>
    public Room Open(string name, RoomDeclaration declaration)
    {
        name = FileNames.Check("room", name);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var host = _host ?? Start();
            if (host.Find(name) is not null) throw new ProblemException(Problems.Conflict($"There is a room named '{name}'.", "Use it, or choose another name."));
            var room = host.Open(name, new RoomOptions
            {
                Format = new AudioFormat(48_000, declaration.Channels),
                Tick = TimeSpan.FromMilliseconds(declaration.TickMs),
                MaxMixed = declaration.MaxMixed,
                Logger = logger,
            });
            room.Changed += (_, _) => Announce(room);
            hub.Publish(ChangeAction.Added, RoomReports.Of(room));
            return room;
        }
    }

    /// <summary>Publishes a room that has changed.</summary>
    public void Announce(Room room)
    {
        if (hub.IsWatched) hub.Publish(ChangeAction.Changed, RoomReports.Of(room));
    }

    /// <summary>Closes a room: its members leave.</summary>
    public void Close(Room room)
    {
        room.Dispose();
        hub.PublishRemoved("room", room.Name);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed) return;
            _disposed = true;
        }

        _host?.Dispose();
        _volumes?.Dispose();
    }

    private RoomHost Start()
    {
        _volumes = new VolumeStore(Path.Combine(options.RecordingsDirectory, VolumesFile), new VolumeStoreOptions { Logger = logger });
        var host = new RoomHost(new RoomHostOptions { Logger = logger }, new RoomServices { Volumes = _volumes });
        Volatile.Write(ref _host, host);
        return host;
    }
}

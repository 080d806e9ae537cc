using System.Collections.Concurrent;
using Continuo.Audio;
using Continuo.Client.Contract.Messages;
using Continuo.Diagnostics;
using Continuo.Rooms;
using Continuo.Rooms.Hosting;
using Continuo.Rooms.Names;
using Continuo.Rooms.Volumes;
using Continuo.Server.Http;
using Continuo.Server.Logging;
using Continuo.Server.Options;
using Continuo.Server.Recordings;

namespace Continuo.Server.Rooms;

/// <summary>
/// The server's rooms. Their threads start with the first room. What listeners set is remembered in <c>.volumes.json</c> of the recordings
/// directory. Thread-safe.
/// </summary>
internal sealed class RoomTable(ServerOptions options, ILogger<RoomHost> logger, IVolumeCopies? copies = null) : IDisposable
{
    /// <summary>Name of the file with the volumes, in the recordings directory.</summary>
    public const string VolumesFile = ".volumes.json";

    private readonly Lock _lock = new();
    private readonly UserCode _userCode = new("rooms", logger);
    private RoomHost? _host;
    private readonly ConcurrentDictionary<Room, RoomDeclaration> _declarations = new();
    private VolumeStore? _volumes;
    private HttpNames? _nameSource;
    private NameDirectory? _names;
    private bool _saidNoProcessing;
    private bool _disposed;

    /// <summary>
    /// Raised for each change that clients see, on the thread that makes it or on the rooms' own. Handlers must return at once.
    /// </summary>
    public event EventHandler<RoomChange>? Changed;

    /// <summary>Who may act as whom.</summary>
    public RoomSeats Seats { get; } = new();

    /// <summary>The open rooms, without those that have been handed over.</summary>
    public IReadOnlyList<Room> All => [.. (Volatile.Read(ref _host)?.Rooms ?? []).Where(_declarations.ContainsKey)];

    /// <summary>Statistics of the ticks; <see langword="null"/> before the first room.</summary>
    public RoomHostStatistics? Statistics => Volatile.Read(ref _host)?.Statistics;

    /// <summary>Statistics of the look-ups of names; <see langword="null"/> if there are none.</summary>
    public NameDirectoryStatistics? Names => Volatile.Read(ref _names)?.Statistics;

    /// <summary>How many steps of quality are given up now.</summary>
    public int ShedStep => Volatile.Read(ref _host)?.ShedStep ?? 0;

    /// <summary>Finds an open room; one that has been handed over is none.</summary>
    public Room? Find(string name) => Volatile.Read(ref _host)?.Find(name) is { } room && _declarations.ContainsKey(room) ? room : null;

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
            if (host.Find(name) is { } known)
            {
                if (_declarations.ContainsKey(known))
                {
                    throw new ProblemException(
                        Problems.Conflict($"There is a room named '{name}'.", "Use it, or choose another name."));
                }

                Close(known); // it was handed over, and is back before all had left
            }

            var room = host.Open(name, declaration.ToOptions(logger) with { Processing = Available(declaration.ToProcessing()) });
            _declarations[room] = declaration;
            room.Changed += (_, change) =>
            {
                if (_declarations.ContainsKey(room) && RoomChange.Of(change) is { } seen) Announce(seen);
            };
            Announce(new RoomChange(ChangeAction.Added, room));
            return room;
        }
    }

    /// <summary>What a room was opened with.</summary>
    public RoomDeclaration DeclarationOf(Room room) => _declarations.GetValueOrDefault(room) ?? new RoomDeclaration();

    /// <summary>Whether libspeexdsp can be used; tests set it.</summary>
    internal Func<bool> IsProcessingAvailable { get; set; } = static () => SpeakerProcessing.IsAvailable;

    /// <summary>What can be done of what is asked for: without the library nothing, which is logged once.</summary>
    public SpeakerProcessing? Available(SpeakerProcessing? processing)
    {
        if (processing is null || IsProcessingAvailable()) return processing;
        if (!Interlocked.Exchange(ref _saidNoProcessing, true)) ServerLog.NoProcessing(logger);
        return null;
    }

    /// <summary>Reports a change to the clients.</summary>
    public void Announce(RoomChange change) => _userCode.Raise(Changed, this, change);

    /// <summary>
    /// A room has been handed over to another server: it is not found any more, but its members hear each other until it is closed.
    /// </summary>
    public void Retire(Room room)
    {
        if (_declarations.TryRemove(room, out _)) Announce(new RoomChange(ChangeAction.Removed, room));
    }

    /// <summary>Closes a room: its members leave.</summary>
    public void Close(Room room)
    {
        room.Dispose();
        Seats.Forget(room);
        Retire(room);
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
        _names?.Dispose();
        _nameSource?.Dispose();
    }

    private RoomHost Start()
    {
        _volumes = new VolumeStore(Path.Combine(options.RecordingsDirectory, VolumesFile), new VolumeStoreOptions { Logger = logger });
        copies?.Attach(_volumes);
        if (options.Names is { } lookup)
        {
            _nameSource = new HttpNames(lookup, logger);
            _names = new NameDirectory(_nameSource, new NameDirectoryOptions { Timeout = lookup.Timeout, Lifetime = lookup.Lifetime });
        }

        var host = new RoomHost(new RoomHostOptions { Logger = logger }, new RoomServices { Volumes = _volumes, Names = _names });
        Volatile.Write(ref _host, host);
        return host;
    }
}

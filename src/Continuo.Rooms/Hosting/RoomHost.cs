using System.Globalization;
using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Threading;

namespace Continuo.Rooms.Hosting;

/// <summary>
/// Opens rooms and ticks them: one scheduling thread for all rooms, helpers for the cores, one control thread for events and clean-up.
/// Parked rooms cost one check per second. Thread-safe.
/// </summary>
public sealed class RoomHost : IDisposable
{
    private const long MaintenanceNanoseconds = 1_000_000_000;
    private const long EventNanoseconds = 20_000_000;

    private readonly Lock _control = new();
    private readonly RoomHostOptions _options;
    private readonly Dictionary<string, Room> _rooms = new(StringComparer.Ordinal);
    private readonly RoomServices _services;
    private readonly EventBuffer _events;
    private readonly RoomScheduler _scheduler;
    private readonly WakeSignal _stop = new();
    private readonly Thread _thread;
    private Room[] _all = [];
    private Room[] _linked = []; // rooms that are on several nodes
    private bool _isStale; // _all is older than _rooms
    private bool _disposed;

    /// <summary>Creates a host and starts its threads.</summary>
    /// <param name="options"><see langword="null"/> uses the defaults.</param>
    /// <param name="services">Names and volumes; <see langword="null"/> for neither.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if an option is out of range.</exception>
    public RoomHost(RoomHostOptions? options = null, RoomServices? services = null)
    {
        _options = options ?? new RoomHostOptions();
        _services = services ?? new RoomServices();
        _options.Validate();
        _events = new EventBuffer(_options.MaxEvents);
        _scheduler = new RoomScheduler(_options, RaisePressure);
        _thread = new Thread(Control) { IsBackground = true, Name = "rooms control" };
        _thread.Start();
    }

    /// <summary>The open rooms. A snapshot.</summary>
    public IReadOnlyList<Room> Rooms
    {
        get
        {
            lock (_control)
            {
                if (_isStale) (_all, _isStale) = ([.. _rooms.Values], false);
                return _all;
            }
        }
    }

    /// <summary>How many steps of quality are given up now, as in <see cref="RoomHostStatistics.ShedStep"/>.</summary>
    public int ShedStep => _scheduler.ShedStep;

    /// <summary>Takes a snapshot of the statistics. Allocates.</summary>
    public RoomHostStatistics Statistics => _scheduler.GetStatistics() with { Rooms = Rooms.Count, DroppedEvents = _events.Dropped };

    /// <summary>Opens a room.</summary>
    /// <param name="name">Its name, 1…128 characters.</param>
    /// <param name="options"><see langword="null"/> uses the defaults.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if the name or an option is invalid, the name is in
    /// use, or there are too many rooms.</exception>
    /// <exception cref="ObjectDisposedException">The host is disposed.</exception>
    public Room Open(string name, RoomOptions? options = null)
    {
        MemberNames.RequireId(name);
        lock (_control)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_rooms.Count >= _options.MaxRooms)
            {
                throw new AudioException(AudioErrorCode.InvalidArgument, $"room '{name}'",
                    string.Create(CultureInfo.InvariantCulture, $"{_options.MaxRooms} rooms are open"), "Close one, or raise MaxRooms");
            }

            if (_rooms.ContainsKey(name))
            {
                throw new AudioException(AudioErrorCode.InvalidArgument, $"room '{name}'", "there is one with this name",
                    "Find it in Rooms, or use another name");
            }

            var room = new Room(name, options ?? new RoomOptions(), _options.Clock, this, _events, _services);
            _rooms.Add(name, room);
            _isStale = true;
            return room;
        }
    }

    /// <summary>Finds an open room.</summary>
    /// <returns><see langword="null"/> if there is none with this name.</returns>
    public Room? Find(string name)
    {
        lock (_control) return _rooms.GetValueOrDefault(name);
    }

    /// <summary>Closes all rooms and stops the threads. Idempotent.</summary>
    public void Dispose()
    {
        Room[] rooms;
        lock (_control)
        {
            if (_disposed) return;
            _disposed = true;
            rooms = [.. _rooms.Values];
        }

        foreach (var room in rooms) room.Dispose();
        _scheduler.Dispose();
        _stop.Dispose();
        if (Thread.CurrentThread != _thread) _thread.Join();
    }

    [RealTime]
    internal void Wake(Room room) => _scheduler.Wake(room);

    /// <summary>Looks after the links of a room from now on.</summary>
    internal void Follow(Room room)
    {
        lock (_control)
        {
            if (!_linked.Contains(room)) Volatile.Write(ref _linked, [.. _linked, room]);
        }
    }

    /// <summary>Removes a room; on return it is not ticked any more.</summary>
    internal void Close(Room room)
    {
        lock (_control)
        {
            _rooms.Remove(room.Name);
            _isStale = true;
            Volatile.Write(ref _linked, Array.FindAll(_linked, r => r != room));
        }

        _scheduler.Remove(room);
        room.Close();
    }

    /// <summary>Body of the control thread.</summary>
    private void Control()
    {
        var next = _options.Clock.Now + MaintenanceNanoseconds;
        while (!_stop.IsSet)
        {
            _stop.Wait(EventNanoseconds);
            _services.Names?.Advance();
            while (_events.TryTake(out var taken)) taken.Room.Raise(taken);
            var now = _options.Clock.Now;
            foreach (var room in Volatile.Read(ref _linked)) room.AdvanceLinks(now);
            if (now < next) continue;
            next = now + MaintenanceNanoseconds;
            foreach (var room in Rooms) room.Maintain(now);
        }

        while (_events.TryTake(out var taken)) taken.Room.Raise(taken);
    }

    private void RaisePressure(Room room, bool isRaised, long now) =>
        room.Post(isRaised ? RoomEventKind.PressureRaised : RoomEventKind.PressureReleased, null, null, now);
}

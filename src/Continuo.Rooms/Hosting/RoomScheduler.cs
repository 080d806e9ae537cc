using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Rooms.Scheduling;
using Continuo.Threading;

namespace Continuo.Rooms.Hosting;

/// <summary>
/// The thread that ticks all rooms which are not parked. Rooms due together are ticked together: a large room spreads its own work over
/// the cores, small ones are spread as a whole.
/// </summary>
internal sealed class RoomScheduler : IDisposable, ITickStage
{
    private const int Phases = 4; // the rooms' ticks begin at as many points of a period
    private const int LargeRoom = 16; // speakers and listeners from which a room's work is spread
    private const int MaxLate = 10; // ticks, after which the missed ones are left out

    private readonly MonotonicClock _clock;
    private readonly Action<Room, bool, long> _pressure;
    private readonly bool _sheds;
    private readonly TickWorkers _workers;
    private readonly WakeSignal _wake = new();
    private readonly ShedControl _shed = new();
    private readonly LogHistogram _times = new();
    private readonly Thread _thread;
    private readonly Lock _removing = new();
    private Room? _woken; // newest of the rooms to schedule, linked by NextWoken
    private Room[] _active = [];
    private Room[] _due = [];
    private Room[] _removed = [];
    private int _activeCount, _dueCount, _phase;
    private long _ticks, _late, _skipped;
    private long _windowEnd, _busy;
    private bool _windowLate;
    private int _threadId;
    private volatile bool _stopped;
    private string? _refusal;

    public RoomScheduler(RoomHostOptions options, Action<Room, bool, long> pressure)
    {
        (_clock, _sheds, _pressure) = (options.Clock, options.ShedsQuality, pressure);
        _workers = new TickWorkers(options.Helpers);
        _thread = new Thread(Run) { IsBackground = true, Name = "rooms" };
        _thread.Start();
    }

    public int ShedStep => _shed.Step;

    public RoomHostStatistics GetStatistics()
    {
        var (raised, released) = _shed.Counts;
        return new RoomHostStatistics
        {
            TickingRooms = Volatile.Read(ref _activeCount),
            Ticks = Volatile.Read(ref _ticks),
            LateTicks = Volatile.Read(ref _late),
            SkippedTicks = Volatile.Read(ref _skipped),
            TickTime = _times.Snapshot(),
            ShedStep = _shed.Step,
            ShedSteps = raised,
            RestoredSteps = released,
            ProcessorSeconds = ThreadTime.Seconds(_threadId) + _workers.Ids.Sum(ThreadTime.Seconds),
            PriorityRefusal = _refusal ?? _workers.PriorityRefusal,
        };
    }

    /// <summary>Makes a parked room tick. Thread-safe; real-time-safe.</summary>
    [RealTime]
    public void Wake(Room room)
    {
        if (!room.TrySchedule()) return;
        Room? seen;
        do
        {
            seen = Volatile.Read(ref _woken);
            room.NextWoken = seen;
        }
        while (Interlocked.CompareExchange(ref _woken, room, seen) != seen);
        _wake.Set();
    }

    /// <summary>Stops ticking a room; on return no tick of it is in progress.</summary>
    public void Remove(Room room)
    {
        if (Thread.CurrentThread == _thread || !_thread.IsAlive) return;
        lock (_removing) _removed = [.. _removed, room];
        _wake.Set();
        while (_thread.IsAlive && Array.IndexOf(Volatile.Read(ref _removed), room) >= 0) Thread.Sleep(1);
    }

    public void Dispose()
    {
        _stopped = true;
        _wake.Dispose();
        _thread.Join();
        _workers.Dispose();
    }

    /// <summary>Ticks one of the due rooms.</summary>
    public void Run(int item) => Tick(_due[item], null);

    private void Run()
    {
        _refusal = RealTimePriority.TryRaise();
        _threadId = ThreadTime.CurrentId;
        while (!_stopped)
        {
            _wake.Reset();
            TakeRemoved();
            TakeWoken();
            var due = long.MaxValue;
            for (var i = 0; i < _activeCount; i++) due = Math.Min(due, _active[i].NextTick);
            if (!_clock.WaitUntil(due, _wake)) continue;
            TickDue(_clock.Now);
        }

        Volatile.Write(ref _removed, []);
    }

    private void TickDue(long now)
    {
        _dueCount = 0;
        for (var i = 0; i < _activeCount; i++)
        {
            var room = _active[i];
            if (room.NextTick > now) continue;
            if (room.Speakers.Count + room.Listeners.Count >= LargeRoom) Tick(room, _workers);
            else _due[_dueCount++] = room;
        }

        _workers.Run(this, _dueCount);
        var end = _clock.Now;
        _busy += end - now;
        Account(end);
        var kept = 0;
        for (var i = 0; i < _activeCount; i++)
        {
            var room = _active[i];
            if (!room.TryPark()) _active[kept++] = room;
        }

        _active.AsSpan(kept, _activeCount - kept).Clear();
        _activeCount = kept;
    }

    private void Tick(Room room, TickWorkers? workers)
    {
        var (due, period) = (room.NextTick, room.Options.Tick.Ticks * 100);
        room.Tick(workers, _clock.Now, _shed.Step);
        var took = _clock.Now - due;
        var next = due + period;
        var behind = (took - period) / period;
        if (behind > MaxLate)
        {
            next += behind * period;
            room.LeaveOut(behind);
            Interlocked.Add(ref _skipped, behind);
        }

        room.NextTick = next;
        Interlocked.Increment(ref _ticks);
        if (took > period)
        {
            Interlocked.Increment(ref _late);
            _windowLate = true;
        }

        lock (_times) _times.Record(took);
    }

    /// <summary>Every 20 ms: how much of them the ticks took.</summary>
    private void Account(long now)
    {
        const long Window = 20_000_000;
        if (now < _windowEnd) return;
        var length = Math.Max(Window, now - _windowEnd + Window);
        var turn = _shed.Take((double)_busy / length, _windowLate);
        (_busy, _windowEnd, _windowLate) = (0, now + Window, false);
        if (turn == 0 || !_sheds) return;
        for (var i = 0; i < _activeCount; i++) _pressure(_active[i], turn > 0, now);
    }

    private void TakeWoken()
    {
        var room = Interlocked.Exchange(ref _woken, null);
        var now = _clock.Now;
        while (room is not null)
        {
            var next = room.NextWoken;
            room.NextWoken = null;
            if (_activeCount == _active.Length)
            {
                Array.Resize(ref _active, Math.Max(16, 2 * _activeCount));
                Array.Resize(ref _due, _active.Length);
            }

            Align(room, now);
            _active[_activeCount] = room;
            Volatile.Write(ref _activeCount, _activeCount + 1);
            room = next;
        }
    }

    /// <summary>The room's timeline counts on while it is parked; its ticks begin at one of a few points of a period.</summary>
    private void Align(Room room, long now)
    {
        var period = room.Options.Tick.Ticks * 100;
        var phase = _phase++ % Phases * (period / Phases);
        var first = (now - phase + period - 1) / period * period + phase;
        if (room.NextTick > 0) room.TickNumber += Math.Max(0, (first - room.NextTick + period / 2) / period);
        room.NextTick = first;
    }

    private void TakeRemoved()
    {
        if (Volatile.Read(ref _removed).Length == 0) return;
        lock (_removing)
        {
            TakeWoken();
            var kept = 0;
            for (var i = 0; i < _activeCount; i++)
            {
                if (Array.IndexOf(_removed, _active[i]) < 0) _active[kept++] = _active[i];
            }

            _active.AsSpan(kept, _activeCount - kept).Clear();
            _activeCount = kept;
            Volatile.Write(ref _removed, []);
        }
    }
}

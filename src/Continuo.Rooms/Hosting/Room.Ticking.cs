using Continuo.Diagnostics;
using Continuo.Rooms.Mixing;
using Continuo.Rooms.Scheduling;

namespace Continuo.Rooms.Hosting;

// What the host's threads call.
public sealed partial class Room
{
    /// <summary>Runs one tick. One thread at a time, and not after <see cref="Close"/>.</summary>
    internal void Tick(TickWorkers? workers, long now, int shed)
    {
        _tick.Run(workers, _commands.TakeAll(), TickNumber, _host is null ? now : NextTick, now, shed);
        TickNumber++;
    }

    /// <summary>Leaves out ticks. Their blocks are lost to listeners and of speakers, so that no one is heard later than before.</summary>
    internal void LeaveOut(long ticks)
    {
        TickNumber += ticks;
        _tick.CatchesUp = true;
    }

    /// <summary>Marks the room as scheduled; false if it was.</summary>
    [RealTime]
    internal bool TrySchedule() => Interlocked.Exchange(ref _scheduled, 1) == 0;

    /// <summary>Stops ticking if no one speaks. Whatever arrives afterwards wakes the room.</summary>
    internal bool TryPark()
    {
        if (_parkTicks == int.MaxValue || Volatile.Read(ref _awake) > 0 || _tick.QuietTicks < (_tick.HasLanes ? _parkTicks : 1))
        {
            return false;
        }

        // A full fence: who adds a command or audio after the look below sees that the room is not scheduled.
        Interlocked.Exchange(ref _scheduled, 0);
        return (_commands.Count == 0 && !_tick.HasWork) || !TrySchedule();
    }

    /// <summary>Frees the members, when no tick will follow.</summary>
    internal void Close() => Release();

    [RealTime]
    void IWakeable.Wake()
    {
        if (!IsScheduled) _host?.Wake(this);
    }

    [RealTime]
    void IRoomControl.Post(RoomEventKind kind, RoomSpeaker? speaker, RoomListener? listener, long time) =>
        Post(kind, speaker, listener, time);

    void IRoomControl.Fail(Exception fault, string what, RoomSpeaker? speaker, RoomListener? listener)
    {
        _userCode.Count(fault, what);
        Post(RoomEventKind.MemberFailed, speaker, listener, Clock.Now);
    }

    [RealTime]
    internal void Post(RoomEventKind kind, RoomSpeaker? speaker, RoomListener? listener, long time) =>
        _events.Post(new RoomEvent(kind, this, speaker, listener, time));

    /// <summary>Raises an event. On the host's control thread.</summary>
    internal void Raise(in RoomEvent raised)
    {
        if (Changed is not { } handlers) return;
        _userCode.Raise(handlers, this, new RoomEventArgs(raised.Kind, this, raised.Speaker, raised.Listener, raised.Time));
    }

    /// <summary>Raises the events of a room without a host. One thread at a time.</summary>
    internal void RaiseEvents()
    {
        while (_events.TryTake(out var taken)) taken.Room.Raise(taken);
    }
}

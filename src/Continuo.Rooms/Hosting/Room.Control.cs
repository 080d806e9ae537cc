using System.Runtime.CompilerServices;
using Continuo.Rooms.Mixing;
using Continuo.Rooms.Recording;
using Continuo.Rooms.Volumes;

namespace Continuo.Rooms.Hosting;

// Changes by members, and the work that is done now and then: both on controlling threads.
public sealed partial class Room
{
    private readonly List<RoomSpeaker> _leaving = [];
    private IRoomWatcher[] _watchers = [];
    private int _awake;
    private readonly List<MixEncoder> _retired = [];
    private volatile bool _retiredApplied = true;

    void IRoomControl.SetVolumes(RoomListener listener, IReadOnlyList<SpeakerVolume> row)
    {
        ArgumentNullException.ThrowIfNull(row);
        lock (_control)
        {
            RequireOpen(1);
            if (listener.Plan.Encoder is null) return; // has left
            listener.Plan.Set(row);
            _planner.Update(listener, _speakers);
            Enqueue(null);
            Remember(listener);
        }
    }

    void IRoomControl.SetGroup(RoomListener listener, string group, bool isOn)
    {
        MemberNames.RequireId(group);
        lock (_control)
        {
            RequireOpen(1);
            if (listener.Plan.Encoder is null) return;
            listener.Plan.SetGroup(group, isOn);
            _planner.Update(listener, _speakers);
            Enqueue(null);
            Remember(listener);
        }
    }

    IReadOnlyList<SpeakerVolume> IRoomControl.GetVolumes(RoomListener listener)
    {
        lock (_control) return [.. listener.Plan.Settings];
    }

    IReadOnlyList<string> IRoomControl.GetGroupsOff(RoomListener listener)
    {
        lock (_control) return [.. listener.Plan.GroupsOff];
    }

    void IRoomControl.Rename(RoomSpeaker speaker, string name) => Rename(speaker, name);

    void IRoomControl.Command(Action<RoomTick> change)
    {
        lock (_control)
        {
            RequireOpen(1);
            Enqueue(new RoomCommand(change));
        }
    }

    void IRoomControl.Remove(RoomSpeaker speaker)
    {
        lock (_control)
        {
            if (_disposed || !_speakers.Contains(speaker)) return;
            Volatile.Write(ref _speakers, Array.FindAll(_speakers, s => s != speaker));
            _leaving.Add(speaker);
            MembersChanged();
            foreach (var listener in _listeners)
            {
                if (listener.Reference == speaker.Lane.Reference) listener.Reference = null;
            }

            // Not subject to the queue's limit, which only holds off those who want more.
            Enqueue(new RoomCommand(_ => speaker.Lane.IsLeaving = true));
        }

        Post(RoomEventKind.SpeakerLeft, speaker, null, Clock.Now);
    }

    void IRoomControl.Remove(RoomListener listener)
    {
        lock (_control)
        {
            if (_disposed || !_listeners.Contains(listener)) return;
            Volatile.Write(ref _listeners, Array.FindAll(_listeners, l => l != listener));
            _planner.Remove(listener);
            Enqueue(null);
        }

        Post(RoomEventKind.ListenerLeft, null, listener, Clock.Now);
    }

    /// <summary>Tells a watcher of every speaker, those who are there first.</summary>
    internal void Watch(IRoomWatcher watcher)
    {
        lock (_control)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _watchers = [.. _watchers, watcher];
            foreach (var speaker in _speakers) watcher.Join(speaker);
        }
    }

    /// <summary>Forgets a watcher. Idempotent.</summary>
    internal void Unwatch(IRoomWatcher watcher)
    {
        lock (_control) _watchers = Array.FindAll(_watchers, w => w != watcher);
    }

    /// <summary>Makes the room tick also while no one speaks, or ends that. Counted.</summary>
    internal void KeepAwake(bool isAwake)
    {
        Interlocked.Add(ref _awake, isAwake ? 1 : -1);
        Wake.Wake();
    }

    /// <summary>Completes when a tick that was in progress has ended, or when no tick will follow.</summary>
    internal async Task NextTickAsync()
    {
        var applied = new StrongBox<bool>();
        lock (_control)
        {
            if (_disposed) return;
            Enqueue(new RoomCommand(_ => Volatile.Write(ref applied.Value, true)));
        }

        while (!Volatile.Read(ref applied.Value) && !Volatile.Read(ref _disposed)) await Task.Delay(5).ConfigureAwait(false);
    }

    /// <summary>
    /// Frees what has left, joins equal mixes, and removes speakers that have not sent anything for long. Called once a second or so, by
    /// one thread.
    /// </summary>
    internal void Maintain(long now)
    {
        List<RoomSpeaker> gone;
        List<RoomSpeaker> idle = [];
        lock (_control)
        {
            if (_disposed) return;
            if (_speakers.Length + _listeners.Length + _leaving.Count + _retired.Count == 0) return;
            gone = _leaving.FindAll(s => s.Lane.IsGone);
            _leaving.RemoveAll(s => s.Lane.IsGone);
            if (_retiredApplied)
            {
                foreach (var encoder in _retired) encoder.Dispose();
                _retired.Clear();
                if (IsScheduled || gone.Count > 0) Tidy();
            }

            foreach (var speaker in _speakers)
            {
                if (speaker.IsOverdue(now, Options.RemoveAfter)) idle.Add(speaker);
            }
        }

        foreach (var speaker in gone) _userCode.Try(speaker.Free, "Disposing a speaker's input");
        foreach (var speaker in idle) speaker.Leave();
    }

    private void Rename(RoomSpeaker speaker, string name)
    {
        if (speaker.Name == name) return;
        speaker.Name = name;
        lock (_control) MembersChanged();
        Post(RoomEventKind.NameChanged, speaker, null, Clock.Now);
    }

    /// <summary>Gives a speaker without a name that of the directory, now or when it arrives.</summary>
    private void FindName(RoomSpeaker speaker)
    {
        if (_services.Names is not { } names || !string.IsNullOrEmpty(speaker.Options.Name)) return;
        speaker.Name = "";
        if (names.Find(speaker.MemberId, name => Rename(speaker, name)) is not { } known) return;
        speaker.Name = known;
        lock (_control) MembersChanged();
    }

    /// <summary>The options with what the listener set before, unless they say otherwise.</summary>
    private ListenerOptions Recall(ListenerOptions options)
    {
        if (_services.Volumes is not { } store) return options;
        var stored = store.Find(_services.ServerName, options.MemberId);
        var given = options.Volumes.Select(v => v.MemberId).ToHashSet(StringComparer.Ordinal);
        return options with
        {
            Volumes = [.. stored.Volumes.Where(v => !given.Contains(v.MemberId)), .. options.Volumes],
            GroupsOff = [.. stored.GroupsOff.Union(options.GroupsOff)],
        };
    }

    private void Remember(RoomListener listener) => _services.Volumes?.Set(_services.ServerName, listener.MemberId,
        new ListenerSettings([.. listener.Plan.Settings], [.. listener.Plan.GroupsOff]));

    private void Tidy()
    {
        _retired.AddRange(_planner.Tidy());
        if (_planner.Take() is not { } command) return;
        _retiredApplied = false;
        _commands.Add(command);
        _commands.Add(new RoomCommand(_ => _retiredApplied = true));
        Wake.Wake();
    }

    /// <summary>Hands the planner's changes and a command to the tick.</summary>
    private void Enqueue(RoomCommand? command)
    {
        // Corrections of a joining speaker are set before it is first mixed.
        if (_planner.Take() is { } plan) _commands.Add(plan);
        _plansChanged = true;
        if (command is not null) _commands.Add(command);
        Wake.Wake();
    }

    private void Release()
    {
        lock (_control)
        {
            foreach (var speaker in _speakers.Concat(_leaving).Concat(_links.Select(l => l.Part)))
            {
                _userCode.Try(speaker.Free, "Disposing a speaker's input");
            }

            Volatile.Write(ref _speakers, []);
            Volatile.Write(ref _listeners, []);
            _leaving.Clear();
        }
    }
}

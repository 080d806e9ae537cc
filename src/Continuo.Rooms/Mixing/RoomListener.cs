using Continuo.Audio;

namespace Continuo.Rooms.Mixing;

/// <summary>A listener in a room: gets one block per tick, with volumes of its own. Thread-safe.</summary>
public sealed class RoomListener
{
    private readonly IRoomControl _room;
    private readonly IListenerOutput _output;
    private long _blocks;
    private bool _hasFailed;

    internal RoomListener(IRoomControl room, ListenerOptions options, IListenerOutput output)
    {
        (_room, Options, _output) = (room, options, output);
        Plan = new ListenerPlan(options);
    }

    /// <summary>Stable id of the person.</summary>
    public string MemberId => Options.MemberId;

    /// <summary>How the listener has joined.</summary>
    public ListenerOptions Options { get; }

    /// <summary>Number of blocks delivered.</summary>
    public long Blocks => Volatile.Read(ref _blocks);

    /// <summary>Whether the output threw an exception and receives nothing any more.</summary>
    public bool HasFailed => Volatile.Read(ref _hasFailed);

    internal ListenerPlan Plan { get; }

    /// <summary>
    /// Sets the volumes of any number of persons at once; the others keep theirs. Takes effect with the next tick, over 10 ms.
    /// </summary>
    /// <param name="row">Settings by person, present or not.</param>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorCode.InvalidArgument"/> if one is out of range (none is applied), or if there are too many;
    /// <see cref="AudioErrorCode.Unsupported"/> if too many commands wait.
    /// </exception>
    public void SetVolumes(params IReadOnlyList<SpeakerVolume> row) => _room.SetVolumes(this, row);

    /// <summary>Switches a group of speakers on or off for this listener.</summary>
    /// <param name="group">As in <see cref="SpeakerOptions.Group"/>.</param>
    /// <param name="isOn">Whether the group is heard.</param>
    public void SetGroup(string group, bool isOn) => _room.SetGroup(this, group, isOn);

    /// <summary>The settings that differ from the default, by person.</summary>
    public IReadOnlyList<SpeakerVolume> GetVolumes() => _room.GetVolumes(this);

    /// <summary>The groups that are switched off.</summary>
    public IReadOnlyList<string> GetGroupsOff() => _room.GetGroupsOff(this);

    /// <summary>Removes the listener from the room; the tick in progress may still deliver. Idempotent.</summary>
    public void Leave() => _room.Remove(this);

    /// <summary>Delivers a block. On a thread of the tick.</summary>
    internal void Deliver(in RoomBlock block)
    {
        if (_hasFailed) return;
        try
        {
            _output.Deliver(block);
            Volatile.Write(ref _blocks, _blocks + 1);
        }
        catch (Exception e)
        {
            // Boundary of the audio thread: this output receives nothing any more, and nothing else stops.
            Volatile.Write(ref _hasFailed, true);
            _room.Fail(e, "A listener's output", null, this);
        }
    }
}

using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Rooms.Processing;

namespace Continuo.Rooms.Mixing;

/// <summary>A listener in a room: gets one block per tick, with volumes of its own. Thread-safe.</summary>
public sealed class RoomListener
{
    private readonly IRoomControl _room;
    private long _blocks;
    private bool _hasFailed;
    private EchoReference? _reference;

    internal RoomListener(IRoomControl room, ListenerOptions options, IListenerOutput output)
    {
        (_room, Options, Output) = (room, options, output);
        Plan = new ListenerPlan(options);
    }

    /// <summary>Stable id of the person.</summary>
    public string MemberId => Options.MemberId;

    /// <summary>Name to show.</summary>
    public string Name => string.IsNullOrEmpty(Options.Name) ? MemberId : Options.Name;

    /// <summary>How the listener has joined.</summary>
    public ListenerOptions Options { get; }

    /// <summary>Number of blocks delivered.</summary>
    public long Blocks
    {
        [RealTime]
        get => Volatile.Read(ref _blocks);
    }

    /// <summary>Whether the output threw an exception and receives nothing any more.</summary>
    public bool HasFailed => Volatile.Read(ref _hasFailed);

    internal IListenerOutput Output { get; }

    internal ListenerPlan Plan { get; }

    /// <summary>Who receives the mix besides the output: recordings and replays.</summary>
    internal TapList Taps { get; } = new();

    /// <summary>Remembers the mix for the echo canceller of the same person; <see langword="null"/> without one.</summary>
    internal EchoReference? Reference
    {
        get => Volatile.Read(ref _reference);
        set => Volatile.Write(ref _reference, value);
    }

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
        Taps.Write(block.Samples, block.Position);
        Reference?.Write(block.Samples, block.Tick);
        if (_hasFailed) return;
        try
        {
            Output.Deliver(block);
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

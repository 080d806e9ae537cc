using Continuo.Diagnostics;

namespace Continuo.Rooms.Mixing;

/// <summary>A room as its members and its tick see it. Thread-safe.</summary>
internal interface IRoomControl
{
    /// <summary>Options of the room.</summary>
    RoomOptions Options { get; }

    /// <summary>Sets a listener's volumes.</summary>
    void SetVolumes(RoomListener listener, IReadOnlyList<SpeakerVolume> row);

    /// <summary>Switches a group of speakers on or off for a listener.</summary>
    void SetGroup(RoomListener listener, string group, bool isOn);

    /// <summary>The volumes that a listener has set.</summary>
    IReadOnlyList<SpeakerVolume> GetVolumes(RoomListener listener);

    /// <summary>The groups that a listener has switched off.</summary>
    IReadOnlyList<string> GetGroupsOff(RoomListener listener);

    /// <summary>Changes a speaker's name, and queues an event.</summary>
    void Rename(RoomSpeaker speaker, string name);

    /// <summary>Makes a change at the beginning of the next tick.</summary>
    void Command(Action<RoomTick> change);

    /// <summary>Removes a speaker. Idempotent.</summary>
    void Remove(RoomSpeaker speaker);

    /// <summary>Removes a listener. Idempotent.</summary>
    void Remove(RoomListener listener);

    /// <summary>Queues an event for the host's control thread.</summary>
    [RealTime]
    void Post(RoomEventKind kind, RoomSpeaker? speaker, RoomListener? listener, long time);

    /// <summary>Counts the exception of a member's input or output, and queues an event.</summary>
    void Fail(Exception fault, string what, RoomSpeaker? speaker, RoomListener? listener);
}
